"""A page that needs nothing but itself: style, fonts and content in one file, no script, no request.

The page forbids itself to run or fetch anything (its content security policy), so that a report of somebody else's
folder can do no more than be read.
"""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from sim.html.svg import escape

_STATIC = Path(__file__).resolve().parents[1] / "web" / "static"
_FONT = re.compile(r'url\("(fonts/[\w.-]+)"\)')
_LOOK = re.compile(r' style="[^"]*"')
POLICY = "default-src 'none'; style-src 'unsafe-inline'; font-src data:; base-uri 'none'; form-action 'none'"
LONGEST = 300
"""Letters of a title that a page shows."""


@cache
def style(sheet: str = "report.css") -> str:
    """The style sheet of the laboratory and one of this room, fonts within."""
    lab = (_STATIC / "lab.css").read_text(encoding="utf-8")
    own = Path(__file__).with_name(sheet).read_text(encoding="utf-8")
    return _FONT.sub(lambda found: f"url(data:font/woff2;base64,{_font(found[1])})", lab) + own


def _font(name: str) -> str:
    return b64encode((_STATIC / name).read_bytes()).decode()


def bare(html: str) -> str:
    """Elements without the looks that a card brings along for a notebook: a page has a style sheet.

    No text is touched: in text and in values of attributes a quotation mark is written ``&quot;``.
    """
    return _LOOK.sub("", html)


def clipped(text: object) -> str:
    """A title in one line, not longer than a page has room for."""
    words = " ".join(str(text).split())
    return words if len(words) <= LONGEST else f"{words[: LONGEST - 3]}..."


def page(title: str, *parts: str, sheet: str = "report.css") -> str:
    """The whole file. ``parts`` are HTML, ``title`` is text, ``sheet`` the style sheet of its kind."""
    head = (
        f'<meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="{escape(POLICY)}">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        '<meta name="referrer" content="no-referrer">'
        f"<title>{escape(clipped(title))}</title><style>{style(sheet)}</style>"
    )
    return f'<!doctype html>\n<html lang="en"><head>{head}</head>\n<body><main>{"".join(parts)}</main></body></html>\n'


def folded(summary: str, content: str) -> str:
    """Something that is there when asked for."""
    return f'<details><summary>{escape(summary)}</summary><div class="scroll" tabindex="0" role="group" aria-label="{escape(summary)}">{content}</div></details>'  # noqa: E501


def facts(rows: Sequence[tuple[str, str]]) -> str:
    """Names and what they are, as a table."""
    body = "".join(
        f'<tr><th scope="row">{escape(name)}</th><td>{escape(clipped(value))}</td></tr>' for name, value in rows
    )
    return f"<table><tbody>{body}</tbody></table>"
