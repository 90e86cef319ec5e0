"""Tables and cards as HTML. Every cell is text; what is markup already says so by its type."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sim.html.svg import INK, LINE, PAPER, escape

CARD = (
    f"background:{PAPER};color:{INK};padding:12px 16px;border-radius:8px;max-width:800px;color-scheme:light;"
    "font:14px/1.4 Inter,system-ui,sans-serif"
)
"""A card brings its own paper, so that it reads in a light notebook and in a dark one."""
CELL = f"padding:2px 14px 2px 0;border-bottom:1px solid {LINE};text-align:{{}};vertical-align:top;background:none"


SHORT = 18
"""Letters of a cell that is not broken into lines: a date, a name."""


def table(head: Sequence[str], rows: Iterable[Sequence[str]], caption: str = "") -> str:
    """A table; ``>`` before a head: flush right. The first cell of a row is its head."""
    sides = ["right" if name.startswith(">") else "left" for name in head]
    heads = "".join(
        f'<th scope="col"{_right(side)} style="{CELL.format(side)}">{escape(name.removeprefix(">"))}</th>'
        for name, side in zip(head, sides)
    )
    body = "".join(f"<tr>{''.join(_cells(row, sides))}</tr>" for row in rows)
    over = (
        f'<caption style="text-align:left;padding:4px 0;font-weight:600">{escape(caption)}</caption>' if caption else ""
    )
    look = f"border-collapse:collapse;margin:8px 0;font-size:13px;color:{INK};background:none"
    return f'<table style="{look}">{over}<thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table>'


def _right(side: str) -> str:
    return ' class="n"' if side == "right" else ""


def _cells(row: Sequence[str], sides: Sequence[str]) -> Iterable[str]:
    for k, (cell, side) in enumerate(zip(row, sides)):
        tag, scope = ("th", ' scope="row"') if k == 0 else ("td", "")
        kinds = " ".join(filter(None, ("n" if side == "right" else "", "short" if len(cell) <= SHORT else "")))
        named = f' class="{kinds}"' if kinds else ""
        weight = ("font-weight:500;" if k == 0 else "") + ("white-space:nowrap;" if len(cell) <= SHORT else "")
        yield f'<{tag}{scope}{named} style="{weight}{CELL.format(side)}">{escape(cell)}</{tag}>'


def paragraph(text: str, look: str = "margin:6px 0") -> str:
    """A paragraph of plain text."""
    return f'<p style="{look}">{escape(text)}</p>'


def heading(text: str) -> str:
    """The title of a card."""
    return f'<p style="margin:0 0 2px;font-weight:700;font-size:16px">{escape(text)}</p>'


def card(title: str, line: str, *parts: str) -> str:
    """What a notebook shows of a result: its title, a line of facts, and what it is."""
    soft = "margin:0 0 8px;color:#565b63;font-size:13px"
    return f'<div style="{CARD}">{heading(title)}{paragraph(line, soft)}{"".join(parts)}</div>'
