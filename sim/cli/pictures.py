"""Figures beside a result: they never hide it.

What a command found is printed first, then it is drawn. A figure that fails is a line on stderr, and Ctrl-C while
figures are drawn says that the result is there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sim.cli.common import counted, note, show_json
from sim.errors import Stopped

if TYPE_CHECKING:
    from sim.report.figures import Chosen


@dataclass
class Pictures:
    """The PNG files ``drawn``, each with an SVG beside it, what ``failed``, what had nothing to show, and whether
    Ctrl-C ended it.
    """

    where: Path
    drawn: list[Path] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)
    stopped: bool = False

    def settle(self, quiet: bool = False, kept: str = "") -> None:
        """Say on stderr what was drawn and what could not be. Raises :class:`Stopped` after Ctrl-C."""
        if self.drawn:
            note(f"{counted(len(self.drawn), 'figure')} in {self.where}, each as PNG and SVG", quiet)
        for text in self.failed:
            note(f"note: {text}; the result is not affected")
        for text in self.left_out:
            note(f"note: {text}", quiet)
        if self.stopped:
            raise Stopped(f"stopped while the figures were drawn; {kept or 'the result above is whole'}")


def draw(figures: Callable[[], Iterable[Chosen]], where: Path | None) -> Pictures:
    """Draw into ``where`` (nothing if None). ``figures`` is called in here, so that its failures are caught as well."""
    made = Pictures(where or Path())
    if where is None:
        return made
    from sim.report.figures import save_each

    try:
        for path in save_each(figures, where, made.failed.append, made.left_out.append):
            made.drawn.append(path)
    except KeyboardInterrupt:
        made.stopped = True
    return made


def show(
    found: dict[str, Any] | Callable[[], None],
    figures: Callable[[], Iterable[Chosen]],
    where: Path | None,
    quiet: bool = False,
    kept: str = "",
) -> Pictures:
    """Print a result, then draw it. ``found``: what prints it, or the values of ``--json``.

    JSON is one document that also names the figures, so it comes after them: whatever became of them.
    """
    if callable(found):
        found()
        pictures = draw(figures, where)
    else:
        pictures = draw(figures, where)
        show_json(
            {
                **found,
                "figures": pictures.drawn,
                "figures_failed": pictures.failed,
                "figures_left_out": pictures.left_out,
            }
        )
    pictures.settle(quiet, kept)
    return pictures
