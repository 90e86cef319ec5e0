"""Who sits in the legislature: members drawn from party moments, or read from a Voteview member file.

The file is the one of voteview.com (Lewis, Poole, Rosenthal and others): columns ``chamber``, ``party_code``,
``nominate_dim1`` and ``nominate_dim2``, and ``congress`` where it holds more than one.
"""

from __future__ import annotations

import csv
from functools import lru_cache
from itertools import islice
from math import inf, sqrt
from pathlib import Path

import numpy as np

from sim.elementary import normal_quantile
from sim.errors import WrongInput
from sim.parameters import PARTIES
from sim.rules.world import HOUSE, MEMBER, SENATE
from sim.scenario.rows import Bloc, Seat
from sim.words import show_path, shown, undecodable_line

CHAMBERS = ("House", "Senate")
PARTY_CODES = {"100": "D", "200": "R", "328": "I"}
COLUMNS = ("chamber", "party_code", "nominate_dim1", "nominate_dim2")
MOST_MEMBERS = 2000
LARGEST_MEMBER_FILE = 20_000_000
"""Bytes: twice the file of all congresses."""
ATTEMPTS = 200
FARTHEST = 1.5
"""On either dimension of a member file: estimates may leave the unit disc a little."""

Row = dict[str, str | None]
"""A line of the member file by column."""


def members_of(blocs: tuple[Bloc, ...], read: tuple[Seat, ...], seed: int) -> np.ndarray:
    """The legislators, (k,) ``MEMBER``, House first: those ``read`` from a file or, without any, drawn from blocs."""
    rows = read or [row for bloc in blocs for row in draw_bloc(bloc, seed)]
    members = np.zeros(len(rows), MEMBER)
    for i, (chamber, party, x, y) in enumerate(sorted(rows, key=lambda row: row[0])):
        members[i] = (chamber, party, x, y, sqrt(x * x + y * y))
    return members


@lru_cache(maxsize=64)
def draw_bloc(bloc: Bloc, seed: int) -> tuple[Seat, ...]:
    """One bloc's members, normal in two dimensions, truncated to the unit disc.

    A member's position is a pure function of (seed, chamber, party, place in the bloc): more seats add members and
    move nobody. Returns (chamber, party, dim1, dim2) each.
    """
    chamber, party = CHAMBERS.index(bloc.chamber), PARTIES.index(bloc.party)
    return tuple((chamber, party, *_position(bloc, seed, chamber * 8 + party, place)) for place in range(bloc.seats))


def _position(bloc: Bloc, seed: int, stream: int, place: int) -> tuple[float, float]:
    words = np.random.Philox(key=seed + (stream << 64), counter=place << 128)
    slant = sqrt(max(0.0, 1 - bloc.correlation * bloc.correlation))
    x = y = 0.0
    for _ in range(ATTEMPTS):
        a, b = (normal_quantile(((int(word) >> 12) + 0.5) / 2**52) for word in words.random_raw(2))
        x = bloc.dim1_mean + bloc.dim1_sd * a
        y = bloc.dim2_mean + bloc.dim2_sd * (bloc.correlation * a + slant * b)
        if x * x + y * y <= 1:
            return x, y
    shrink = sqrt(x * x + y * y)
    return x / shrink, y / shrink


def read_members(file: Path, congress: int = 0) -> tuple[Seat, ...]:
    """Members of a Voteview file, (chamber, party, dim1, dim2) each; presidents and unscaled members are left out.

    ``congress`` 0 takes the only congress of the file.

    Raises:
        WrongInput: the file cannot be read, lacks a column, or a value is not a number; with file and line.
    """
    name = show_path(file)
    rows = _rows(file, name, congress)
    congresses = {row.get("congress") or "" for _, row in rows}
    if not congress and len(congresses) > 1:
        raise WrongInput(
            "the file holds more than one congress", "one, or members_congress = 115 in the scenario", file=name
        )
    members = [_member(row, name, line) for line, row in rows]
    if not 1 <= len(members) <= MOST_MEMBERS:
        many = f"more than {MOST_MEMBERS}" if members else "0"
        raise WrongInput(f"{many} members", f"from 1 to {MOST_MEMBERS} members with ideal points", file=name)
    return tuple(members)


def _rows(file: Path, name: str, congress: int) -> list[tuple[int, Row]]:
    """(line, row) of the scaled members of ``congress``, at most one too many; errors call the file ``name``."""
    try:
        _check_length(file, name)
        with file.open(encoding="utf-8-sig", newline="") as stream:
            return _seated(csv.DictReader(stream), name, congress)
    except UnicodeDecodeError:
        raise WrongInput("not UTF-8 text", "UTF-8", file=name, line=undecodable_line(file)) from None
    except (OSError, csv.Error) as error:
        raise WrongInput(
            f"cannot be read: {getattr(error, 'strerror', None) or error}", "a Voteview member file", file=name
        ) from None


def _check_length(file: Path, name: str) -> None:
    length = file.stat().st_size
    if length > LARGEST_MEMBER_FILE:
        raise WrongInput(
            f"the file has {length} bytes",
            f"at most {LARGEST_MEMBER_FILE}",
            file=name,
            way_out="Keep the members of one congress",
        )


def _seated(table: csv.DictReader[str], name: str, congress: int) -> list[tuple[int, Row]]:
    missing = [column for column in COLUMNS if column not in (table.fieldnames or ())]
    if missing:
        raise WrongInput(f"the column '{missing[0]}' is missing", "a Voteview member file", file=name, line=1)
    rows = ((table.line_num, {column: row.get(column) for column in (*COLUMNS, "congress")}) for row in table)
    seated = (pair for pair in rows if _is_scaled(pair[1]) and _sits_in(congress, pair[1]))
    return list(islice(seated, MOST_MEMBERS + 1))


def _is_scaled(row: Row) -> bool:
    """Whether the row is a legislator with an ideal point: not a president, and with votes enough to be scaled."""
    return row["chamber"] in CHAMBERS and bool(row["nominate_dim1"]) and bool(row["nominate_dim2"])


def _sits_in(congress: int, row: Row) -> bool:
    """Whether the member sat in ``congress`` (0: any); a row that names none fits all."""
    return not congress or not row.get("congress") or row["congress"] == str(congress)


def _member(row: Row, file: str, line: int) -> Seat:
    try:
        x, y = float(row["nominate_dim1"] or ""), float(row["nominate_dim2"] or "")
    except ValueError:
        x = y = inf
    if not (abs(x) <= FARTHEST and abs(y) <= FARTHEST):
        raise WrongInput(
            f"found {shown(row['nominate_dim1'])}, {shown(row['nominate_dim2'])}",
            "two ideal points between -1 and 1",
            file=file,
            line=line,
            key="nominate_dim1",
        )
    party = PARTIES.index(PARTY_CODES.get((row["party_code"] or "").partition(".")[0], "I"))
    return (HOUSE if row["chamber"] == "House" else SENATE), party, x, y
