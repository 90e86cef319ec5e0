"""Levers: which parameters somebody moves by hand, what they are called in a classroom, and how far they go.

A parameter says beside its declaration that it has a lever (:mod:`sim.parameters`); what a lever is stands here. The
bounds of a parameter are what the rules can bear, from 0 to 1000 points of restraint for instance, which makes no
slider: its span is what is worth dragging over. At most :data:`MOST_STEPS` positions, so that many hands on one machine
ask for the same worlds and one memory of answers serves them all.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple, Protocol

MOST_STEPS = 41
LONGEST_LABEL = 28
"""Letters of a label with the names of the sides of a shipped scenario in it."""


class Mechanism(NamedTuple):
    """A heading under which levers stand together, and the question that they bear on."""

    heading: str
    question: str


MECHANISMS: dict[str, Mechanism] = {
    "hope": Mechanism("Promise and hope", "Why does a side wait?"),
    "ledger": Mechanism("Old accounts", "What counts as an injury?"),
    "notice": Mechanism("Notice", "What is taken up at all, and how soon?"),
    "menu": Mechanism("Form of the answer", "What is chosen from the menu?"),
    "peace": Mechanism("Ways out", "Who takes a step back?"),
    "leaks": Mechanism("Leaks and scandal", "What cannot be kept quiet?"),
    "president": Mechanism("The president", "What does the executive want, and what does it dare?"),
    "congress": Mechanism("Congress", "Who ties whose hands?"),
    "start": Mechanism("What there is at the start", "Who has how much to lose?"),
}
"""By name, in the order in which a page shows them."""


class Span(NamedTuple):
    """The positions of a slider: from ``low`` to ``high`` in ``steps`` positions, both ends among them."""

    low: float
    high: float
    steps: int

    @property
    def step(self) -> float:
        """From one position to the next."""
        return float(f"{(self.high - self.low) / (self.steps - 1):.10g}")

    def values(self) -> tuple[float, ...]:
        """Every position, as one would write it (.3, not .30000000000000004)."""
        return tuple(
            float(f"{self.low + (self.high - self.low) * k / (self.steps - 1):.10g}") for k in range(self.steps)
        )


class TwoSides(Protocol):
    """Whatever has two sides with names and adjectives: a scenario."""

    @property
    def home(self) -> str:
        """The full name of the home side."""

    @property
    def rival(self) -> str:
        """The full name of the rival."""

    @property
    def home_adjective(self) -> str:
        """The adjective of the home side."""

    @property
    def rival_adjective(self) -> str:
        """The adjective of the rival."""


@dataclass(frozen=True, slots=True)
class Lever:
    """A parameter as something to move: its mechanism, its words and its span; None where it has words to choose.

    ``label`` has places for the sides: ``{home}``, ``{rival}``, ``{home_adjective}``, ``{rival_adjective}``.
    """

    mechanism: str
    label: str
    span: Span | None = None

    def of(self, side: str) -> Lever:
        """The lever of one side, from one that both have: ``{side}`` and ``{adjective}`` are that side's."""
        label = self.label.replace("{side}", f"{{{side}}}").replace("{adjective}", f"{{{side}_adjective}}")
        return Lever(self.mechanism, label, self.span)


ARTICLE = ("United ", "Soviet ", "European ")
"""How names begin that take an article inside a sentence."""


def spoken(text: str, sides: TwoSides) -> str:
    """A text with the sides in its places: those of a :class:`Lever`, and ``{the home}`` and ``{the rival}``, which are
    the names as they stand inside a sentence: ``the United States``, ``Russia``.
    """
    for side in ("home", "rival"):
        name = getattr(sides, side)
        within = f"the {name}" if name.startswith(ARTICLE) else name
        places = {
            f"{{the {side}}}": within,
            f"{{{side}_adjective}}": getattr(sides, f"{side}_adjective"),
            f"{{{side}}}": name,
        }
        for place, words in places.items():
            text = text.replace(place, words)
    return text


def lever(mechanism: str, label: str, low: float = 0, high: float = 0, steps: int = 0) -> Lever:
    """A lever in one line of a declaration; without a span where the parameter has words to choose from."""
    return Lever(mechanism, label, Span(low, high, steps) if steps else None)
