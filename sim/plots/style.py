"""How every figure looks: colours safe for colour-blind eyes, type readable from the last row, equal bytes each time.

No global state is touched: a figure is drawn inside a style context, on a :class:`~matplotlib.figure.Figure` of its
own, and its layout is frozen before it leaves.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache, wraps
from pathlib import Path
from typing import Any, ParamSpec

from matplotlib import style
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.layout_engine import ConstrainedLayoutEngine

BLACK, ORANGE, SKY, GREEN = "#000000", "#E69F00", "#56B4E9", "#009E73"
YELLOW, BLUE, VERMILION, PURPLE = "#F0E442", "#0072B2", "#D55E00", "#CC79A7"
OKABE_ITO = (BLUE, VERMILION, GREEN, ORANGE, PURPLE, SKY, YELLOW, BLACK)
"""Okabe and Ito's palette, in the order in which figures use it."""

GREY, PALE, INK = "#767676", "#DDDDDD", "#222222"
SIDE_COLOUR = {"home": BLUE, "rival": VERMILION}
SIDE_MARKER = {"home": "o", "rival": "D"}
SIDE_LINE: dict[str, Any] = {"home": "-", "rival": (0, (6, 1.5))}
EASING, EMPTY = "v", "x"
"""Marks of what gives back, and of what counts nothing; both in the colour of their side."""
CLASS_COLOUR = {"quiet": SKY, "contained": YELLOW, "even": ORANGE, "spiral": VERMILION}

WIDTH, HEIGHT, DPI, SAVED_DPI = 12.8, 7.2, 100, 150
_JOINTS = re.compile(r"[^._=/]*[._=/]+|[^._=/]+")
"""Where a name too wide for a line may be broken."""

SMALL, NORMAL, LARGE = 14, 15, 20
"""Type sizes in points; nothing is smaller than ``SMALL``."""

RC: dict[str, Any] = {
    "text.hinting": "none",  # letters as wide at every resolution as in the SVG
    "font.family": "DejaVu Sans",
    "font.size": SMALL,
    "axes.labelsize": NORMAL,
    "axes.titlesize": NORMAL,
    "axes.titlelocation": "left",
    "axes.titleweight": "bold",
    "xtick.labelsize": SMALL,
    "ytick.labelsize": SMALL,
    "legend.fontsize": SMALL,
    "legend.frameon": False,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.edgecolor": GREY,
    "axes.labelcolor": INK,
    "text.color": INK,
    "xtick.color": INK,
    "ytick.color": INK,
    "axes.axisbelow": True,
    "axes.grid": False,
    "grid.color": PALE,
    "lines.linewidth": 2.5,
    "svg.hashsalt": "retorsion",
    "svg.fonttype": "path",
    "axes.unicode_minus": True,
}

P = ParamSpec("P")


def styled(draw: Callable[P, Figure]) -> Callable[P, Figure]:
    """Draw inside the house style and freeze the layout, so that PNG and SVG show the same picture."""

    @wraps(draw)
    def drawn(*args: P.args, **kwargs: P.kwargs) -> Figure:
        with style.context(["default", RC]):
            figure = draw(*args, **kwargs)
            freeze(figure)
            return figure

    return drawn


def page(headline: str, subtitle: str = "", note: str = "") -> Figure:
    """An empty 16:9 figure with its title, a line under it and a foot note; the rest is laid out by itself.

    The note " " keeps room for :func:`foot`.
    """
    figure = Figure(figsize=(WIDTH, HEIGHT), dpi=DPI)
    FigureCanvasAgg(figure)
    top = _write(figure, headline, 0.985, LARGE, "bold", "top")
    if subtitle:
        top = _write(figure, subtitle, top - 0.006, NORMAL, "normal", "top")
    bottom = _write(figure, note if note.strip() else "x", 0.015, SMALL, "normal", "bottom") if note else 0.005
    if note and not note.strip():
        figure.texts[-1].remove()
    figure.set_layout_engine(
        "constrained", rect=(0.012, bottom + 0.01, 0.976, top - bottom - 0.025), h_pad=0.06, w_pad=0.06
    )
    return figure


def _write(figure: Figure, text: str, y: float, size: float, weight: str, va: str) -> float:
    """Write a wrapped line at height ``y``; returns the height of its far edge, in figure units."""
    lines = balanced(text, 0.965 * WIDTH, size, weight) if weight == "bold" else wrap(text, 0.965 * WIDTH, size, weight)
    artist = figure.text(
        0.015,
        y,
        lines,
        fontsize=size,
        fontweight=weight,
        va=va,
        ha="left",
        color=GREY if va == "bottom" else INK,
        linespacing=1.15,
    )
    box = artist.get_window_extent().transformed(figure.transFigure.inverted())
    return float(box.y0 if va == "top" else box.y1)


@lru_cache(maxsize=4096)
def text_width(text: str, size: float = SMALL, weight: str = "normal") -> float:
    """The width of one line of text in inches."""
    renderer = FigureCanvasAgg(Figure(figsize=(1, 1), dpi=DPI)).get_renderer()
    font = FontProperties(family="DejaVu Sans", size=size, weight=weight)
    return float(renderer.get_text_width_height_descent(text, font, False)[0]) / DPI


def wrap(text: str, inches: float, size: float = SMALL, weight: str = "normal", most: int | None = None) -> str:
    """Break ``text`` between words so that no line is wider than ``inches``; at most ``most`` lines, then "…".

    A name such as ``rival.legitimacy=0.2`` that is too wide for a line goes on behind a point, a stroke or "=".
    """
    lines: list[str] = []
    for space, word in _pieces(text.replace("$", r"\$"), inches, size, weight):
        joined = f"{lines[-1]}{space}{word}" if lines else word
        if lines and text_width(joined, size, weight) <= inches:
            lines[-1] = joined
        else:
            lines.append(shorten(word, inches, size, weight))
    if most and len(lines) > most:
        lines = [*lines[: most - 1], shorten(" ".join(lines[most - 1 :]), inches, size, weight)]
    return "\n".join(lines)


def _pieces(text: str, inches: float, size: float, weight: str) -> Iterator[tuple[str, str]]:
    """Words, each with what stands before it: a space, or nothing before the later parts of a word too wide to fit."""
    for word in text.split(" "):
        fits = text_width(word, size, weight) <= inches
        first, *rest = [word] if fits else _JOINTS.findall(word)
        yield " ", first
        yield from (("", part) for part in rest)


def balanced(text: str, inches: float, size: float, weight: str) -> str:
    """As :func:`wrap`, but with lines of about the same width, so that no word stands alone."""
    best = wrap(text, inches, size, weight)
    for part in (0.95, 0.9, 0.85, 0.8, 0.75, 0.7, 0.65, 0.6, 0.55):
        narrower = wrap(text, part * inches, size, weight)
        if narrower.count("\n") > best.count("\n") or "…" in narrower:
            break
        best = narrower
    return best


def shorten(text: str, inches: float, size: float = SMALL, weight: str = "normal") -> str:
    """Cut ``text`` with an ellipsis where it is wider than ``inches``."""
    if text_width(text, size, weight) <= inches:
        return text
    while len(text) > 1 and text_width(text + "…", size, weight) > inches:
        text = text[:-1]
    return text.rstrip() + "…"


def freeze(figure: Figure) -> None:
    """Settle the layout now; later drawing, at whatever resolution, does not move anything."""
    engine = figure.get_layout_engine()
    if engine is not None:
        engine.execute(figure)
        figure.set_layout_engine("none")


def say(axes: Axes, text: str) -> None:
    """Say in words, in the middle of a panel, why it has nothing to show."""
    axes.set_axis_off()
    inches = 0.8 * axes.get_position().width * WIDTH
    axes.text(
        0.5,
        0.5,
        wrap(text, inches, NORMAL + 2),
        transform=axes.transAxes,
        ha="center",
        va="center",
        fontsize=NORMAL + 2,
    )


def legend_row(figure: Figure, handles: Sequence[Any]) -> None:
    """A legend in rows under the subtitle, where it cannot hide data; the panels give way."""
    engine = figure.get_layout_engine()
    if not handles or not isinstance(engine, ConstrainedLayoutEngine):
        return
    for handle in handles:
        handle.set_label(shorten(str(handle.get_label()), 5.2))
    x, y, width, height = engine.get()["rect"]
    for columns in range(len(handles), 0, -1):
        legend = figure.legend(
            handles=handles,
            loc="upper left",
            bbox_to_anchor=(0.008, y + height + 0.008),
            ncols=columns,
            borderaxespad=0,
            handlelength=1.8,
            columnspacing=1.6,
            handletextpad=0.6,
            borderpad=0.2,
        )
        box = legend.get_window_extent().transformed(figure.transFigure.inverted())
        if box.x1 <= 0.985 or columns == 1:
            break
        legend.remove()
    engine.set(rect=(x, y, width, float(box.y0) - y - 0.005))


def legend_above(axes: Axes) -> None:
    """A legend over one panel of several."""
    axes.legend(
        loc="lower left",
        bbox_to_anchor=(0, 1.0),
        ncols=4,
        borderaxespad=0.1,
        handlelength=1.6,
        columnspacing=1.3,
        borderpad=0.1,
    )


def foot(figure: Figure, text: str) -> None:
    """Write into the foot that ``page(note=" ")`` has kept free."""
    figure.text(0.985, 0.015, text, fontsize=SMALL, ha="right", va="bottom", color=GREY)


def unnamed(count: int) -> str:
    """How many marks have no name, in words."""
    return "" if not count else "1 smaller mark is not named" if count == 1 else f"{count} smaller marks are not named"


def save(figure: Figure, path: str | Path) -> list[Path]:
    """Write ``path`` as PNG (1920 by 1080) and SVG; the same figure gives the same bytes. Returns both paths."""
    stem = Path(path)
    stem = stem.with_suffix("") if stem.suffix.lower() in (".png", ".svg") else stem
    files = [stem.with_name(f"{stem.name}.{kind}") for kind in ("png", "svg")]
    with style.context(["default", RC]):
        figure.savefig(files[0], dpi=SAVED_DPI, metadata={"Software": None})
        figure.savefig(files[1], metadata={"Date": None, "Creator": None})
    return files
