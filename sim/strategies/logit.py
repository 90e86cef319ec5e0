"""The default: a quantal response around the option nearest the target. The rules do it in line (``rules.menu``)."""

from __future__ import annotations

NAME = "logit"
RULE = "a logit over the menu, around the option nearest the target"
SOURCE = "L McKelvey and Palfrey 1995"
weigh = None
