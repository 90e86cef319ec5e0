"""What the page is made of, read into memory once: no address of a client ever becomes a path on this machine."""

from __future__ import annotations

import gzip
import hashlib
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

STATIC = Path(__file__).resolve().parent / "static"
KINDS = {
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".json": "application/json",
    ".txt": "text/plain; charset=utf-8",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".woff2": "font/woff2",
}
PACKED = (".html", ".js", ".css", ".json", ".svg", ".txt")


@dataclass(frozen=True)
class Asset:
    """One file: its bytes, what it is, and the bytes for who takes gzip (empty: not worth it)."""

    body: bytes
    kind: str
    packed: bytes = b""


class Assets:
    """All files below a folder by their names with /, and one mark for all of them together."""

    def __init__(self, root: Path = STATIC) -> None:
        paths = sorted(path for path in root.rglob("*") if path.suffix in KINDS and path.is_file())
        self._found = {path.relative_to(root).as_posix(): path.read_bytes() for path in paths}

    @cached_property
    def mark(self) -> str:
        """Changes when any of the files does; it is part of their address, so that a browser can keep them for good."""
        digest = hashlib.sha256()
        for name, body in self._found.items():
            digest.update(f"{name}\0{len(body)}\0".encode() + body)
        return digest.hexdigest()[:12]

    @property
    def base(self) -> str:
        """Where the files lie for a page."""
        return f"/static/v/{self.mark}/"

    @cached_property
    def _assets(self) -> dict[str, Asset]:
        return {name: self._asset(name, body) for name, body in self._found.items()}

    def _asset(self, name: str, body: bytes) -> Asset:
        suffix = name[name.rindex(".") :]
        if suffix == ".html":
            body = body.replace(b'"/static/', f'"{self.base}'.encode())
        packed = gzip.compress(body, 9, mtime=0) if suffix in PACKED else b""
        return Asset(body, KINDS[suffix], packed if len(packed) < 0.9 * len(body) else b"")

    def get(self, name: str) -> Asset | None:
        """A file by its name; None where there is none."""
        return self._assets.get(name)

    @property
    def size(self) -> int:
        """Bytes of all files."""
        return sum(len(body) for body in self._found.values())
