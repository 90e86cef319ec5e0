"""What can go wrong, and what the person at the keyboard is told."""

from __future__ import annotations

from pathlib import Path


class RetorsionError(Exception):
    """The root of every error this package raises on purpose. The command line prints it in one line."""


class WrongInput(RetorsionError):
    """The user gave something that cannot be used (exit code 2).

    ``where`` says file, line and key as far as they are known; ``found`` and ``expected`` are in plain words;
    ``way_out`` is what to do next.
    """

    def __init__(
        self,
        found: str,
        expected: str = "",
        *,
        file: str | Path | None = None,
        line: int | None = None,
        key: str = "",
        way_out: str = "",
    ) -> None:
        self.file, self.line, self.key = (str(file) if file is not None else None), line, key
        self.found, self.expected, self.way_out = found, expected, way_out
        super().__init__(str(self))

    @property
    def where(self) -> str:
        """``file:line: key``, whatever of it is known."""
        place = ":".join(str(part) for part in (self.file, self.line) if part is not None)
        return ": ".join(part for part in (place, self.key) if part)

    def parts(self) -> dict[str, str | int | None]:
        """What is known of it, for machines: ``file``, ``line``, ``key``, ``found``, ``expected``, ``way_out``."""
        return {
            "file": self.file,
            "line": self.line,
            "key": self.key,
            "found": self.found,
            "expected": self.expected,
            "way_out": self.way_out,
        }

    def __str__(self) -> str:
        text = ": ".join(part for part in (self.where, self.found) if part)
        if self.expected:
            text += f"; expected {self.expected}"
        return f"{text}. {self.way_out}" if self.way_out else text


class WorldFailed(RetorsionError):
    """One world broke an invariant: ``stage`` in words, ``run`` names the world, ``replay`` shows it again."""

    def __init__(self, stage: str, run: int, seed: int, scenario: str, replay: str) -> None:
        self.stage, self.run, self.seed, self.scenario, self.replay = stage, run, seed, scenario, replay
        super().__init__(f"run {run} of {scenario} (seed {seed}) failed: {stage}. See it with: {replay}")


class StorageFailed(RetorsionError):
    """The disk would not take or give a result (full, read-only, out of reach). What was finished is untouched."""


class Stopped(RetorsionError):
    """The work was told to stop; the message says what is kept. ``code`` is the exit code (Ctrl-C: 130)."""

    code = 130


class Interrupted(Stopped):
    """A sweep was stopped. ``resume`` is the command that goes on with it."""

    def __init__(self, folder: Path, done: int, total: int, resume: str, code: int = 130) -> None:
        self.folder, self.done, self.total, self.resume, self.code = folder, done, total, resume, code
        super().__init__(f"stopped after {done:,} of {total:,} runs; everything finished is kept. Go on with: {resume}")
