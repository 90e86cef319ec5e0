"""The words of a game in the terminal: the opening, the scene of a question, the ending."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from sim.cli.layout import lines_of, width, wrapped
from sim.parameters import SIDES
from sim.words import in_words, side_name

if TYPE_CHECKING:
    from sim.play.game import Game, Turn
    from sim.play.questions import Question

ROLES = {
    "executive": "You are the {home} government. You answer blows, decide what becomes of a bill, and may give relief.",
    "rival": "You are the {rival} government. You answer blows, or wait.",
    "congress": "You lead {seats} senators of the president's party, and the committee that lets bills onto the floor.",
    "press": "You are the press. What leaks reaches you first: print it or hold it.",
}
MOST_NEWS, MOST_BOOK = 12, 5


def opening(game: Game) -> list[str]:
    """What the game is about, who you are, and how to move."""
    s = game.scenario
    seats = len(game.held or ())
    roles = [ROLES[chair].format(home=s.home_adjective, rival=s.rival_adjective, seats=seats) for chair in game.chairs]
    when = (
        f"You meet on {len(game.councils)} fixed dates, and at once when you are struck."
        if game.councils
        else "You are asked whenever the model would have met."
    )
    how = (
        "Type the number of an option, a measure with a size such as 'expel 35', 'model' to leave it to the model, or "
        "'quit'. All luck is that of run "
        f"{game.run}: play again and only what you decide will differ."
    )
    return [*_paragraphs([s.title, "", *s.summary.strip().split("\n\n"), "", *roles, when, how])]


def _paragraphs(texts: Iterable[str]) -> list[str]:
    return [line for text in texts for line in (wrapped(" ".join(text.split())).splitlines() or [""])]


def scene(game: Game, question: Question) -> list[str]:
    """A question as its chair meets it: the date, the news, what it feels, what it does not know, the menu."""
    seen, s = question.view, game.scenario
    head = f"{question.date:%d %B %Y}".lstrip("0") + f", {_who(game, question.chair)}"
    lines = ["", head, "\N{BOX DRAWINGS LIGHT HORIZONTAL}" * len(head), *_news(seen)]
    if "book" in seen:
        lines += ["", *_feels(seen), "", *_paragraphs([_unknown(seen)])]
    lines += ["", *_paragraphs([_standing(s, seen)]), "", ASKS[question.kind], *_menu(question)]
    return lines


ASKS = {
    "answer": "What do you do?",
    "presentment": "The bill lies on your desk. What becomes of it?",
    "ease": "You could give back what you hold. Do you?",
    "floor": "A bill is ready. Do you let it onto the floor?",
    "ballot": "The roll is called. How do your seats vote?",
    "leak": "A story reaches you about hidden contacts. What do you do with it?",
}


BILL = {
    "none": "no bill in Congress",
    "floor-ready": "a sanctions bill waits for the House",
    "one chamber": "the House has passed a sanctions bill",
    "both chambers": "both chambers have passed a sanctions bill",
    "presented": "a sanctions bill lies on the president's desk",
    "vetoed": "a sanctions bill was vetoed",
    "override begun": "the House has voted to override the veto",
    "law": "the sanctions bill is law",
    "killed": "the sanctions bill is dead",
}


def _who(game: Game, chair: str) -> str:
    names = {"executive": game.scenario.home, "rival": game.scenario.rival}
    return names.get(chair, f"the {chair}" if chair == "press" else "Congress")


def _news(seen: dict[str, Any]) -> list[str]:
    """What has happened since this chair was last asked, private things marked."""
    rows = [(v["day"], _vote_words(v)) for v in seen["votes"]]
    rows += [(e["day"], e["words"] + (" Not everybody knows." if e["private"] else "")) for e in seen["happened"]]
    rows = [row for row in rows if row[0] > seen["since"]]
    rows += [(row["day"], _act_words(row)) for row in seen["acts"][seen["known"] :]]
    new = sorted(rows, key=lambda row: row[0])[-MOST_NEWS:]
    told = [line for _, text in new for line in wrapped(text, width(), "* ", "  ").splitlines()]
    return told or ["Nothing new."]


def _act_words(row: dict[str, Any]) -> str:
    felt, meant = row.get("felt"), row.get("meant")
    if felt is not None:
        return f"{row['words']} You feel it as {felt:.1f} points." if felt else f"{row['words']} You let it pass."
    if meant and not row["words"].startswith("Congress"):
        return f"{row['words']} You meant {abs(meant):.1f} points{' of relief' if meant < 0 else ''}."
    return str(row["words"])


def _vote_words(vote: dict[str, Any]) -> str:
    carried = "carried" if vote["passed"] else "lost"
    return f"The {vote['chamber']} votes on {vote['question']}: {vote['yea']} to {vote['nay']}, {carried}."


def _feels(seen: dict[str, Any]) -> list[str]:
    """The book: what was felt and is not answered yet."""
    if not seen["book"]:
        return ["Your book is empty: nothing that was done to you is unanswered."]
    rows = [(f"{e['left']:.1f}", e["words"].rstrip(".")) for e in seen["book"][:MOST_BOOK]]
    return [
        f"You feel {seen['ledger']:.1f} points of unanswered injury:",
        *lines_of((">points", "for"), rows, prose="for"),
    ]


def _unknown(seen: dict[str, Any]) -> str:
    contacts = seen["contacts"]
    hidden = f" {contacts} contact{'s' * (contacts != 1)} between the two of you could leak." if contacts else ""
    wish = f" Your own wish for a reset stands at {seen['wish']:.1f} (-1 to 1)." if seen.get("wish") else ""
    fair = f", and that of an answer to all you feel it would grant {_range(seen['earned'])} as fair"
    return (
        f"You do not know what the other side feels. Your staff believes it has {_range(seen['theirs'])} on its book"
        f"{fair if seen['book'] else ''}.{hidden}{wish}"
    )


def _range(span: list[float | None]) -> str:
    low, high = span
    return f"{low:.0f} points or more" if high is None else f"{low:.0f} to {high:.0f} points"


def _standing(s: Any, seen: dict[str, Any]) -> str:
    staff, sites = seen["staff"], seen["sites"]
    parts = [
        f"{staff['home']:,} {s.home_adjective} officials and {sites['home']} sites in the other's country",
        f"{staff['rival']:,} {s.rival_adjective} officials and {sites['rival']} sites there",
    ]
    if s.has_congress:
        parts.append(BILL[seen["bill"]])
    if "scandal" in seen:
        parts.append(f"scandal {seen['scandal']:.1f}")
    if seen["leaks"]:
        parts.append(f"{seen['leaks']} leak{'s' * (seen['leaks'] != 1)} so far")
    return f"Standing: {', '.join(parts)}."


def _menu(question: Question) -> list[str]:
    points = question.points or [0.0] * len(question.options)
    rows = [
        (str(k), words, f"{weight:.1f}" if weight else "")
        for k, (words, weight) in enumerate(zip(question.options, points, strict=True))
    ]
    heads = (">", "option", ">points")
    lines = [f"  {line}".rstrip() for line in lines_of(heads, rows, keys=2)]
    if question.levers:
        sizes = [
            f"{lever.name} {lever.least} to {lever.most}" if lever.most > 1 else lever.name for lever in question.levers
        ]
        lines += _paragraphs([f"Or in a size of your own: {', '.join(sizes)}."])
    if question.blocs > 1:
        lines += [f"Or one number for each of your {question.blocs} blocs, such as {' '.join('1' * question.blocs)}."]
    return lines


def ending(turn: Turn, made: int) -> list[str]:
    """What came of it, what the model would have done at each question, and where it ends without anybody."""
    from sim.agents.simulate import simulate

    game, told = turn.game, turn.chronicle
    usual = simulate(game.scenario, game.run, game.seed)
    several = len(game.chairs) > 1
    rows = [
        (str(one.question.date), *([_who(game, one.question.chair)] * several), one.words, one.own_words)
        for one in turn.asked[:made]
        if not one.as_the_model
    ]
    same = sum(one.as_the_model for one in turn.asked[:made])
    lines = ["", "The end", "=======", ""]
    lines += _paragraphs([f"You were asked {made} times; {same} times you did what the model would have done there."])
    if rows:
        lines += ["", *lines_of(("date", *(["chair"] * several), "you", "the model"), rows, keys=1)]
    lines += ["", "What came of it, and what the same luck brings with the model in every chair:", ""]
    return [*lines, *_compared(game, told, usual), "", *_paragraphs([_moral(game)])]


def _compared(game: Game, told: Any, usual: Any) -> list[str]:
    s = game.scenario
    names = {
        "home_points": f"points dealt by {s.home}",
        "rival_points": f"points dealt by {s.rival}",
        "home_staff": f"{s.home_adjective} officials left",
        "rival_staff": f"{s.rival_adjective} officials left",
        "rounds": "times the striking side changed",
        "path_class": "how it went",
    }
    if s.has_congress:
        names |= {"law_day": "the law came into force", "eased_day": "first relief"}
    rows = [(words, _value(s, name, told), _value(s, name, usual)) for name, words in names.items()]
    return lines_of(("outcome", ">you", ">the model"), rows)


def _value(s: Any, name: str, told: Any) -> str:
    from sim.chronicle.telling import outcome_words

    value = float(told.outcomes[name])
    return str(s.date_of(int(value))) if name.endswith("_day") and value == value else outcome_words(name, value)


def _moral(game: Game) -> str:
    sides = in_words([side_name(game.scenario, side) for side in SIDES])
    return (
        f"One world is a story and proves nothing about {sides}: try another --run, or ask what usually comes of "
        "a move with sim.futures."
    )
