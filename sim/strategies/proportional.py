"""Richardson's limit: exactly the target, in no particular form. It has no menu; the rule is ``answer_rule``."""

from __future__ import annotations

NAME = "proportional"
RULE = "exactly the target, in no particular form and without a menu (answer_rule = proportional)"
SOURCE = "L Richardson 1960"
weigh = None
