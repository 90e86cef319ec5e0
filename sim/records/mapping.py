"""What each action of an event record means in the model: one declaration, from which the reference page is made."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from sim.words import markdown_table

NOTHING = "nothing"
USUAL = {"expel": "persons", "close_site": "sites", "list": "names", "embargo": "sector"}
"""The measures that recorded acts become, by name, each with its form. A catalogue that has no such name, but one row
of the form, means that row.
"""
CAP = "cap"


@dataclass(frozen=True, slots=True)
class Meaning:
    """``becomes`` is the name of a measure, a step of the bill, or nothing; ``why`` is for the reference page."""

    action: str
    becomes: str
    why: str


BECOMES: dict[str, str] = {
    "expel": "an act: staff of the other side expelled (magnitude: persons)",
    "close_site": "an act: sites of the other side closed (magnitude: sites)",
    "list": "an act: names put on a sanctions list (magnitude: names)",
    "embargo": "an act: a sector, market or programme closed (the magnitude is not used)",
    CAP: "a cut to parity (unit staff_cap: the other side's staff is cut to the magnitude; unit staff_cut: by it)",
    "house": "a vote of the House on the bill, with its tally from the votes table",
    "senate": "a vote of the Senate on the bill, with its tally from the votes table",
    "present": "the bill is presented to the executive",
    "sign": "the executive signs the bill",
    "mandate": "the next open mandate of the law is met (magnitude: names published)",
    NOTHING: "nothing",
}
"""What a recorded action can become."""

M = Meaning

MEANINGS: dict[str, Meaning] = {
    m.action: m
    for m in (
        M("expel_diplomats", "expel", ""),
        M("close_consulate", "close_site", ""),
        M("seize_compounds", "close_site", ""),
        M("suspend_property_use", "close_site", ""),
        M("targeted_sanctions", "list", "where a mandate names the row, that mandate is met"),
        M("sectoral_sanctions", "embargo", ""),
        M("import_embargo", "embargo", ""),
        M("export_restriction", "embargo", ""),
        M("adoption_ban", "embargo", ""),
        M("cap_staff", CAP, "a cut that restates a cap of the same side within seven days is the same act"),
        M("pass_bill_house", "house", ""),
        M("pass_bill_senate", "senate", ""),
        M("present_bill", "present", "where it is missing, the scenario's presentment delay gives the day"),
        M("sign_bill", "sign", ""),
        M("list_published", "mandate", "of the home side; a list of the rival's is nothing"),
        M("protest", NOTHING, "words: the model's protests are not observed"),
        M("accuse", NOTHING, "words"),
        M("conciliatory_statement", NOTHING, "words"),
        M("threaten_retaliation", NOTHING, "words"),
        M("no_retaliation_announced", NOTHING, "words; that nothing was done is imposed day by day anyway"),
        M("veto_signal", NOTHING, "words"),
        M("announce_will_sign", NOTHING, "words"),
        M("signing_statement", NOTHING, "words; the model adds one where the executive wishes a reset"),
        M("provocation", NOTHING, "only the timeline holds provocations, for their points are a judgement"),
        M("backchannel_contact", NOTHING, "hidden when it happened; the timeline holds those that matter"),
        M("talks_held", NOTHING, "talks are open in the model unless someone was struck lately"),
        M("talks_proposed", NOTHING, "as talks_held"),
        M("talks_cancelled", NOTHING, "as talks_held"),
        M("bill_agreement", NOTHING, "the model has no stage between the chambers"),
        M("pass_bill_duma", NOTHING, "the rival has no legislature in the model"),
        M("pass_bill_federation_council", NOTHING, "the rival has no legislature in the model"),
        M("counter_sanctions_bill", NOTHING, "the rival has no legislature in the model"),
        M("executive_order", NOTHING, "a power created, not yet a measure"),
        M("delay_implementation", NOTHING, "lateness follows from the days on which mandates are met"),
        M("comply", NOTHING, "measures take effect at once in the model"),
        M("personnel_change", NOTHING, "the model has no ministers"),
        M("suspend_agreement", NOTHING, "no measure of the catalogue"),
        M("visa_suspension", NOTHING, "no measure of the catalogue"),
        M("administrative_restriction", NOTHING, "no measure of the catalogue"),
        M("arms_to_third_party", NOTHING, "the timeline holds it where it injured the rival"),
        M("indictment", NOTHING, "an act of courts, not of governments"),
    )
}
"""Every action a record may hold."""

PLAYERS: Mapping[str, tuple[str, ...]] = {
    "United States": ("us", "us_executive", "us_congress", "us_and_allies"),
    "United Kingdom": ("uk",),
    "Russia": ("russia",),
}
"""The words of a record for a country that a scenario names."""

HOME_WORDS, RIVAL_WORDS = ("home", "home_congress"), ("rival",)
"""Words that mean the sides of whatever scenario uses the record."""
USUAL_HOME, USUAL_RIVAL = "United States", "Russia"
"""Who the sides are where the table does not know their names (names are for people, and may be changed)."""


def word_of(name: str) -> str:
    """The word of a record for a country that the table does not know: ``soviet_union`` for Soviet Union."""
    return re.sub(r"[^a-z0-9]+", "_", name.lower()).strip("_")


THIRD_PARTIES = ("ukraine", "other")

ACTORS: tuple[str, ...] = (
    *(word for words in PLAYERS.values() for word in words),
    *HOME_WORDS,
    *RIVAL_WORDS,
    *THIRD_PARTIES,
)
"""Every word a record may use for an actor or target."""

_HEAD = """# From an event record to the model

How the rows of an event record (`scenarios/records/*.csv`) become history that `--from DATE` imposes. A row with an
action or an actor that is not on this page is refused with its line.

## Rules

1. Rows named by an event of the scenario's timeline (`record = ["E055"]`) are already in the model and are skipped;
   votes are not, because a timeline can only bring a bill to the floor.
2. Rows whose actor or target lies outside the two sides mean nothing.
3. Rows of one side on one day are one package. A package with a cut to parity counts as the option *parity*; one with
   the same persons and the same sites as the rows it answers (`in_response_to`) as *mirror*; any other as the option of
   its part of greatest severity.
4. `cap_staff` in the unit `staff_cut` within seven days of a cap by the same side restates it and is skipped (E087: the
   755 of 30 July 2017 are the cap of 455 of 28 July).
5. Tallies are in the companion file `<record>_votes.csv` (`event_id, stage, yea, nay, note`). Stage *floor* is a vote
   that makes the bill ready for the House floor (E068: the Senate's own S. 722 left for the House on 15 June 2017),
   *passage* a final vote of a chamber, *amendment* and *voice* (a law that passed without a roll call, as in 2014)
   nothing. A vote without a tally is refused where it would be
   imposed.
6. A row that a mandate of the scenario names (`record = ["E007"]`) meets that mandate, whatever its action, and is no
   act besides: the 18 names of April 2013 (E007) are what the law of December 2012 ordered. A `list_published` that no
   mandate names meets the next open mandate that names no row of the record. Of several laws each bill is followed to
   its signature, then the next: a bill of the timeline says which law it is for, one that becomes floor-ready by a row
   of the record is for the next law that Congress takes up by itself.
7. A row that cannot have happened in the model is refused: more people expelled or sites closed than there are, a cap
   that is not below the staff, a House vote on no bill, a Senate vote before the House's, a tally that does not carry,
   a signature outside the clock, a mandate met before it is due.

8. An action becomes the measure of the name below; in a catalogue without that name, the only measure of its form. A
   `[[measure]]` row may take actions for itself (`actions = ["visa_suspension"]`), those that mean nothing below
   included; they then become that measure. Another row of the same form moves no recorded history.

## Actions

"""


def mapping_page() -> str:
    """``docs/reference/record-mapping.md`` as text."""
    note = "<!-- Made by `python -m sim.cli.reference` from `sim/records/mapping.py`: change it there. -->\n"
    actions = [(f"`{m.action}`", BECOMES[m.becomes], m.why) for m in MEANINGS.values()]
    actors = [
        *((name, _words(words)) for name, words in PLAYERS.items()),
        ("the home side, whatever its name", _words(HOME_WORDS)),
        ("the rival, whatever its name", _words(RIVAL_WORDS)),
        ("nobody in the model", _words(THIRD_PARTIES)),
    ]
    tables = [
        markdown_table(("action", "becomes", "note"), actions),
        "## Actors\n",
        markdown_table(("in a scenario", "in the record"), actors),
    ]
    names = (
        "The name of a side in small letters, `soviet_union` for Soviet Union, means that side.\n\n"
        f"A side whose name is not in the table is taken for {USUAL_HOME} (home) or {USUAL_RIVAL} (rival): names "
        "are for people.\n"
    )
    return note + _HEAD + "\n".join([*tables, names])


def _words(words: tuple[str, ...]) -> str:
    return ", ".join(f"`{word}`" for word in words)
