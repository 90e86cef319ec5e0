"""What MkDocs is told in Python: the navigation is read from ``index.md``, the changelog is a page too.

So a page is listed in one place. A heading of the second level in ``index.md`` is a tab, each link to a page below
it an entry in its words; pages in a folder named like a listed page (``reference/cli/`` beside ``reference/cli.md``)
stand below that page.
"""

import re
from pathlib import Path

from mkdocs.structure.files import File

DOCS = Path(__file__).resolve().parent
HEADING = re.compile(r"^## +(.+)$")
LINK = re.compile(r"\[([^\]]+)\]\(([^)\s#]+\.md)\)")
ROLE = re.compile(r":(?:class|func|meth|mod|data|attr|exc):<code>~?")
OUTSIDE = {"../CHANGELOG.md": "changelog.md"}
"""Files beside ``docs/`` that are pages of the site, by the address that a page links to."""


def listed(text):
    """The navigation that a page of headings and links draws: [{heading: [{words: page}, ...]}, ...]."""
    tabs = []
    for line in text.splitlines():
        if found := HEADING.match(line):
            tabs.append({found[1]: []})
        elif tabs:
            entries = next(iter(tabs[-1].values()))
            entries += [_entry(words, OUTSIDE.get(page, page)) for words, page in LINK.findall(line)]
    return [tab for tab in tabs if any(tab.values())]


def _entry(words, page):
    below = sorted((DOCS / page).with_suffix("").glob("*.md"))
    words = words[:1].upper() + words[1:]
    return {words: [page, *(p.relative_to(DOCS).as_posix() for p in below)] if below else page}


def on_config(config):
    """The index first, then what it lists."""
    config.nav = [{"All pages": "index.md"}, *listed((DOCS / "index.md").read_text(encoding="utf-8"))]
    return config


def on_files(files, config):
    """The files beside ``docs/`` join the pages."""
    for outside, page in OUTSIDE.items():
        files.append(File.generated(config, page, content=(DOCS / outside).read_text(encoding="utf-8")))
    return files


def on_page_content(html, page, config, files):
    """Docstrings name their relatives as ``:func:`name```: the site shows the name."""
    return ROLE.sub(r"<code>", html)


def on_page_markdown(markdown, page, config, files):
    """Links to those files lead to their pages."""
    for outside, inside in OUTSIDE.items():
        markdown = markdown.replace(f"({outside})", f"({inside})")
        if page.file.src_uri == inside:  # which lies one folder higher
            markdown = markdown.replace("](docs/", "](")
    return markdown
