"""Every parameter of the laboratory, declared once.

A parameter has a name from the field, a unit, a range, a default, a meaning and a source. Everything else that speaks
of parameters is derived from this page: the compiled record (:mod:`sim.rules.world`), the scenario schema, the help
of ``--set``, and ``docs/reference/parameters.md``.

Source tags: ``R`` read off the record (``scenarios/records``), ``L`` literature, ``J`` our judgement: a lever to
sweep, never a finding.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import inf

from sim.levers import Lever, Span, TwoSides, lever, spoken
from sim.priors import FROM_LITERATURE, FROM_SOURCE, NEEDS, SAYS_NOTHING, TAUGHT

SIDES = ("home", "rival")
ANSWER_RULES = ("quantal", "proportional")
STRATEGIES = (
    "logit",
    "proportional",
    "mirror",
    "generous",
    "contrite",
    "tit-for-two-tats",
    "win-stay-lose-shift",
    "grim",
    "parity",
    "escalator",
    "silent",
    "grit",
)
"""The shelf by name, each a file of ``sim.strategies``; a record holds the position, so new ones come last."""
OWN = "own"
"""A strategy that is not on the shelf but comes with the scenario."""
PARTIES = ("D", "R", "I")


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter of the model.

    ``low`` and ``high`` are inclusive bounds. ``choices``, where present, are the words a scenario writes; the
    compiled record holds their position. ``lever``: what a page calls it and over what it slides, where it deserves one.
    """

    name: str
    default: float
    low: float
    high: float
    unit: str
    meaning: str
    source: str
    symbol: str = ""
    choices: tuple[str, ...] = ()
    whole: bool = False
    lever: Lever | None = None

    @property
    def field(self) -> str:
        """The name of this parameter in the compiled record: ``hope.patience`` is ``hope_patience``."""
        return self.name.replace(".", "_")

    @property
    def group(self) -> str:
        """The table of a scenario file that holds this parameter."""
        return self.name.partition(".")[0]

    @property
    def key(self) -> str:
        """The key inside the table."""
        return self.name.partition(".")[2]

    @property
    def tag(self) -> str:
        """The source tag: R, L or J."""
        return self.source[:1]

    @property
    def label(self) -> str:
        """What the lever is called, with places for the sides (see :class:`~sim.levers.Lever`); empty without one."""
        return self.lever.label if self.lever else ""

    @property
    def span(self) -> Span | None:
        """The positions of its slider, if it has one."""
        return self.lever.span if self.lever else None

    @property
    def by(self) -> tuple[str, ...]:
        """The records that say something of its value (:data:`sim.priors.RECORDS`)."""
        return TAUGHT.get(self.name, ())

    @property
    def identified(self) -> str:
        """What identified the default, in words: records, its source (tag R), literature (L alone), or nothing."""
        if self.by:
            return ", ".join(self.by)
        if self.tag == "L" and "J" not in self.source:
            return FROM_LITERATURE
        return FROM_SOURCE if self.tag == "R" and "J" not in self.source else SAYS_NOTHING

    @property
    def needs(self) -> str:
        """The parameter without which this one moves nothing, where it is off in every shipped scenario."""
        return NEEDS.get(self.name, "")

    def label_for(self, sides: TwoSides) -> str:
        """The label with the names of the sides: ``Russia grants as due``."""
        label = spoken(self.label, sides)
        return label[:1].upper() + label[1:]

    def word(self, value: float) -> str:
        """The value as a scenario file would write it, without the unit."""
        return self.choices[int(value)] if self.choices else f"{value:g}"


@dataclass(frozen=True, slots=True)
class _Pair:
    """A parameter that both sides have, with a default for each."""

    key: str
    home: float
    rival: float
    low: float
    high: float
    unit: str
    meaning: str
    source: str
    symbol: str = ""
    choices: tuple[str, ...] = ()
    whole: bool = False
    lever: Lever | None = None

    def of(self, side: str) -> Parameter:
        default = self.home if side == "home" else self.rival
        rest = (self.low, self.high, self.unit, self.meaning, self.source, self.symbol, self.choices, self.whole)
        return Parameter(f"{side}.{self.key}", default, *rest, self.lever and self.lever.of(side))


P, S = Parameter, _Pair

# A row a line, so that the table reads as one.
# fmt: off
SIDE_PARAMETERS: tuple[_Pair, ...] = (
    S("reciprocity", .9, 1.05, 0, 5, "points per point", "size of a full answer, per point of unanswered injury", "J fitted to 2016-18", "κ", lever=lever("ledger", "{side} hits back", 0, 2, 41)),
    S("legitimacy", .45, .75, 0, 1, "share", "share of what an answer of the other side repays, unit for unit, that this side grants as due", "J fitted to 2016-18", "ω", lever=lever("ledger", "{side} grants as due", 0, 1, 41)),
    S("misperception", .1, .1, 0, 3, "log points", "spread of the error with which this side feels an injury", "J", "σ_p", lever=lever("ledger", "{side} misjudges", 0, 1.5, 31)),
    S("memory_half_life", 365, 730, .5, inf, "days", "time in which half of an unanswered ledger is forgotten", "J", "h", lever=lever("ledger", "{side} remembers", 30, 1230, 41)),
    S("answer_rate", .06, .35, 0, 1, "per day", "chance of deliberating on a day after a fresh injury or news", "J fitted to 2016-18", "φ", lever=lever("notice", "{side} reacts fast", 0, .8, 41)),
    S("review_rate", .017, .008, 0, 1, "per day", "chance of a routine review on a quiet day", "J fitted to 2016-18", "ρ", lever=lever("notice", "{side} looks again", 0, .1, 41)),
    S("answer_fade", 20, 10, .1, inf, "days", "time after which the readiness to answer fresh news has halved; it fades like 1 / time, not like an exponential", "R delays of 161 episodes, quartiles 2, 4, 14 days", "τ"),
    S("lane", 4, 4, 0, 20, "log-odds", "dislike of an instrument of another lane than the open injuries", "J; 2014 and 2016-18", "k", lever=lever("menu", "{side} stays in lane", 0, 8, 33)),
    S("part_bias", 1, 1, -20, 20, "log-odds", "liking for a half or a quarter of what the target allows by number", "J; episodes", ""),
    S("plus_bias", -1, 1, -20, 20, "log-odds", "liking for a mirror with something on top", "J; E115-E118", "", lever=lever("menu", "{side} adds on top", -4, 4, 33)),
    S("size_spread", .3, .3, 0, 3, "log points", "spread with which an answer by number comes out around what was aimed at", "J; episodes", "σ_n"),
    S("precision", .25, .35, 0, 100, "per point²", "how sharply the option nearest the target is preferred (quantal response)", "L McKelvey and Palfrey 1995; value J", "λ", lever=lever("menu", "{side} aims well", 0, 2, 41)),
    S("status_quo_bias", 1, 1.75, -20, 20, "log-odds", "liking for doing nothing", "J", "", lever=lever("menu", "{side} sits it out", -4, 4, 33)),
    S("mirror_bias", 1.3, 3, -20, 20, "log-odds", "liking for an exact mirror", "J; 76% of 173 recorded pairs are one for one", "", lever=lever("menu", "{side} mirrors", -4, 6, 41)),
    S("parity_bias", 1, 1.8, -20, 20, "log-odds", "liking for cutting the other's staff to one's own number", "J", "", lever=lever("menu", "{side} wants parity", -6, 6, 41)),
    S("restraint", 5, 22, 0, 1000, "points", "points withheld at full hope (rival) or full reset wish (home)", "J fitted to 2016-18", "B", lever=lever("hope", "{side} holds back", 0, 40, 41)),
    S("grievance", 0, 0, 0, 100, "points per day", "steady irritation this side causes whatever its ledger (Richardson's grievance)", "L Richardson 1960", "g", lever=lever("ledger", "{adjective} standing grudge", 0, 1, 41)),
    S("ledger", 0, 0, 0, 1000, "points", "unanswered injuries at the start", "J", "G(0)", lever=lever("start", "{adjective} old wounds", 0, 20, 41)),
    S("staff", 1210, 490, 0, 100000, "persons", "this side's people in the other country at the start", "R E083, E087: 1210 = 455 + 755; 490 = 455 + 35", "", (), True, lever=lever("start", "{adjective} people abroad", 0, 2000, 41)),
    S("sites", 6, 9, 0, 1000, "sites", "this side's properties in the other country at the start", "R E056, E084, E092-E093", "", (), True, lever=lever("start", "{adjective} sites abroad", 0, 20, 21)),
    S("answer_rule", 0, 0, 0, 1, "", "quantal: a logit over the menu; proportional: exactly the target (Richardson's limit)", "L", "", ANSWER_RULES),
    S("strategy", 0, 0, 0, len(STRATEGIES), "", "how it weighs its menu: a strategy of the shelf (`run.py strategies`), or a file as in mine.py:patient (own); any but the logit decides alone", "L", "", (*STRATEGIES, OWN), lever=lever("menu", "{adjective} strategy")),
    S("smallest_answer", .25, .25, 0, 1000, "points", "an answer in proportion waits until it comes to so much; 0: any is given", "J", ""),
    S("grit_interval", 0, 0, 0, 10000, "days", "a confidence-building step every so many days; 0: no such policy", "L Osgood 1962 (GRIT)", "", (), True, lever=lever("peace", "{adjective} days per step", 0, 120, 41)),
    S("grit_size", 2, 2, 0, 100, "points", "relief given by one confidence-building step", "L Osgood 1962; value J", "", lever=lever("peace", "{adjective} size of a step", 0, 10, 41)),
)

WORLD_PARAMETERS: tuple[Parameter, ...] = (
    P("severity.size_exponent", .3, 0, 2, "", "how severity grows with size; 0 is count-blind, like the Goldstein scale", "J", "ξ", lever=lever("ledger", "Numbers count", 0, 1, 21)),
    P("heed.persons", .95, 0, 1, "probability", "chance that expulsions are taken up at all, rather than let pass", "R 93% of 161 recorded blows were answered; the record leaves out many that were not", "h", lever=lever("notice", "Expulsions are noticed", 0, 1, 21)),
    P("heed.sites", .7, 0, 1, "probability", "the same of closed properties", "J", "h", lever=lever("notice", "Closed sites are noticed", 0, 1, 21)),
    P("heed.names", .2, 0, 1, "probability", "the same of names put on a list", "R 2014-16: 3 answers to 18 American packages", "h", lever=lever("notice", "Listed names are noticed", 0, 1, 21)),
    P("heed.sector", .3, 0, 1, "probability", "the same of a sector, a market or a programme closed", "J", "h", lever=lever("notice", "Embargoes are noticed", 0, 1, 21)),
    P("heed.law", 1, 0, 1, "probability", "the same of a sanctions law", "R 2012, 2017: both were answered", "h", lever=lever("notice", "A law is noticed", 0, 1, 21)),
    P("heed.provocation", .25, 0, 100, "probability per point", "the same of a provocation", "J", "h", lever=lever("notice", "Pinpricks are noticed", 0, 1, 21)),
    P("hope.goodwill_prior", .6, .001, .999, "probability", "the rival's first belief that the executive is willing to give relief", "J", "π₀", lever=lever("hope", "{rival} trusts early", .05, .95, 19)),
    P("hope.promise_boost", 1.5, -20, 20, "log-odds", "what one back-channel promise adds to that belief", "J", "Δ", lever=lever("hope", "Strength of the promise", 0, 4, 41)),
    P("hope.ease_boost", 1, -20, 20, "log-odds", "what one delivered easing adds to that belief", "J", "", lever=lever("hope", "Strength of a concession", 0, 4, 41)),
    P("hope.patience", 1 / 400, 0, 1, "per day", "hazard at which a willing executive would deliver; each day without delivery lowers the belief", "J", "d_w", lever=lever("hope", "Waiting wears hope down", 0, .01, 41)),
    P("hope.reset_gain", 4, 0, 100, "log-odds", "weight of the reset wish in 'it is able'", "J", "b", lever=lever("hope", "The reset wish feeds hope", 0, 8, 41)),
    P("hope.scandal_weight", 1.5, 0, 100, "log-odds", "weight of scandal against 'it is able'", "J", "c_X", lever=lever("hope", "Scandal kills hope", 0, 4, 41)),
    P("hope.law_weight", 1, 0, 1, "share", "how far the rival believes that a coming law would stop what the executive could give", "J", "c_Y", lever=lever("hope", "A coming law kills hope", 0, 1, 21)),
    P("hope.remorse", 0, 0, 10, "log-odds per point", "what a hostile act of the executive in office takes off that belief; off by default", "J", "", lever=lever("hope", "A hostile act kills hope", 0, 1, 41)),
    P("hope.deterrence", 0, 0, 100, "points per point", "restraint for each point of designations that the law orders and that were not used yet; off by default", "J", "D", lever=lever("hope", "The law deters", 0, 2, 41)),
    P("hope.law_floor", .05, 0, 1, "probability", "law to be expected once a bill is floor-ready", "J", "P_law"),
    P("hope.law_one", .5, 0, 1, "probability", "law to be expected after the first chamber", "J", "P_law"),
    P("hope.law_both", .97, 0, 1, "probability", "law to be expected after both chambers", "J", "P_law"),
    P("scandal.initial", .4, 0, 100, "", "scandal at the start", "J", "X(0)", lever=lever("leaks", "Scandal at the start", 0, 2, 41)),
    P("scandal.half_life", 120, .5, inf, "days", "time in which scandal halves", "J", "h_X", lever=lever("leaks", "Scandal lasts", 20, 420, 41)),
    P("scandal.leak_rate", .005, 0, 1, "per day", "hazard of a leak, before hidden contacts multiply it", "J", "ℓ", lever=lever("leaks", "Leaks", 0, .03, 31)),
    P("scandal.leak_shock", 1, 0, 100, "", "what a leak adds to scandal", "J", "J", lever=lever("leaks", "Scandal of one leak", 0, 2, 41)),
    P("scandal.hidden_contacts", 0, 0, 100, "contacts", "hidden contacts at the start", "R E038-E054; value J", "", lever=lever("leaks", "Hidden contacts at first", 0, 5, 41)),
    P("scandal.provocation_rate", 0, 0, 1, "per day", "hazard of a provocation by the rival besides those of the timeline", "J", "", lever=lever("leaks", "Chance provocations", 0, .02, 41)),
    P("scandal.provocation_points", 4, 0, 100, "points", "injury of such a provocation", "J", ""),
    P("scandal.provocation_shock", .5, 0, 100, "", "scandal such a provocation adds", "J", ""),
    P("executive.reset_wish", 0, -1, 1, "", "the executive's wish for a reset at the start", "J", "θ", lever=lever("president", "Reset wish at the start", -1, 1, 41)),
    P("executive.expected_wish", 0, -1, 1, "", "the wish the rival expects of the executive it will soon deal with, until the next inauguration", "R E060: 'pending the Trump administration'; value J", "θᵉ", lever=lever("president", "Wish {rival} expects", -1, 1, 41)),
    P("executive.party", 0, 0, 2, "", "party of the executive at the start", "R", "", PARTIES),
    P("executive.veto_gain", 3, 0, 100, "", "value of killing the law, per unit of reset wish", "J", "d_E", lever=lever("president", "Gain from a veto", 0, 10, 41)),
    P("executive.defeat_cost", 3, 0, 100, "", "cost of being overridden", "J", "c_def", lever=lever("president", "Cost of an overridden veto", 0, 10, 41)),
    P("executive.scandal_cost", 4, 0, 100, "", "cost of a veto, per unit of scandal", "J", "c_V", lever=lever("president", "Cost of a veto in scandal", 0, 8, 41)),
    P("executive.unsigned_share", .03, 0, 1, "probability", "a law that is not vetoed lapses into force unsigned", "J", ""),
    P("executive.diligence", .05, 0, 1, "per day", "hazard of meeting a due mandate", "J fitted to E096", "z₀", lever=lever("president", "Zeal to carry out the law", 0, 1, 41)),
    P("executive.slow_walk", .83, 0, 1, "share", "how far a full reset wish slows and hollows implementation", "J fitted to E096", "ϱ", lever=lever("president", "Slow-walking the law", 0, 1, 21)),
    P("executive.call_effect", .15, 0, 1, "per day", "what an oversight call today adds to that hazard", "J", "z₁"),
    P("executive.call_rate", .02, 0, 1, "per day", "hazard of an oversight call, per month of lateness and unit of 1 + scandal", "J", ""),
    P("executive.ease_rate", 1 / 2000, 0, 1, "per day", "hazard of easing by an executive that is fully able", "J", "e₀", lever=lever("peace", "Readiness to give relief", 0, .004, 41)),
    P("talks.gain", 2, 0, 100, "", "factor on the hazard of easing while talks are open", "J", "ζ", lever=lever("peace", "Talks bring relief", 0, 8, 41)),
    P("talks.freeze", 30, 0, 10000, "days", "a blow closes talks for so long", "R E070", "", (), True, lever=lever("peace", "A blow stops talks", 0, 200, 41)),
    P("congress.bill_rate", 1 / 160, 0, 1, "per day", "hazard of a floor-ready bill on a day on which Congress sits, per unit of reset wish", "J fitted to 2017", "μ₀", lever=lever("congress", "Zeal for a bill", 0, .01, 41)),
    P("congress.anger", .02, 0, 10, "per point", "what each unanswered point of the home side adds to the reset wish as a reason for a bill", "J; 2012 and 2014 passed without a quarrel over a reset", "α", lever=lever("congress", "Blows make bills", 0, .1, 41)),
    P("congress.bill_scandal_gain", .5, 0, 10, "", "how scandal speeds the agenda", "J", "β_X", lever=lever("congress", "Scandal makes bills", 0, 2, 41)),
    P("congress.house_delay", 24, 1, 10000, "days", "mean time from floor-ready to the House vote, in days on which Congress sits", "R E068-E078", ""),
    P("congress.senate_delay", 2, 1, 10000, "days", "mean time from the House vote to the Senate vote, in days on which Congress sits", "R E078-E080", ""),
    P("congress.presentment_delay", 1, 0, 1000, "days", "from final passage to presentment", "R E082", "", (), True),
    P("congress.clock", 10, 1, 1000, "days", "days to sign, Sundays excepted", "R US Constitution I.7", "", (), True),
    P("congress.cloture", .6, 0, 1, "share of seats", "needed in the Senate to bring a bill to a vote", "R Senate Rule XXII", ""),
    P("congress.yea_intercept", 13.9, -100, 100, "log-odds", "yea for a member at the ideological origin", "R votes of 2017: 13.4; adjusted J", "v", lever=lever("congress", "Readiness to vote yea", 5.9, 15.9, 41)),
    P("congress.radius_effect", 12.9, -100, 100, "log-odds per unit", "how distance from the ideological origin costs yeas", "R votes of 2017", "κ_r"),
    P("congress.whip", 8.5, 0, 100, "log-odds", "pull of a full reset wish on the president's party in the pivotal chamber (the Senate)", "R Rusal disapproval 2019", "φ", lever=lever("congress", "The president's pull", 0, 20, 41)),
    P("congress.house_whip", .5, 0, 1, "share", "the same pull in the House, as a share", "R Rusal disapproval 2019: 4.8 / 8.5 is .56, taken as one half", ""),
    P("congress.lobby", .35, 0, 10, "share", "how much of the whip the executive uses on the law itself", "J", "lobby", lever=lever("congress", "Lobbying against the law", 0, 1, 41)),
    P("congress.lock_lobby", 1.9, 0, 10, "share", "the same when an easing of its own is at stake", "R Rusal disapproval 2019", "lobby"),
    P("congress.objection", 0, 0, 100, "log-odds", "objection of allies to the law, as members weigh it", "J", "E", lever=lever("congress", "Allies object to the law", 0, 8, 41)),
    P("congress.vote_shock", 1.5, 0, 10, "log-odds", "spread of the one shock that all votes of a roll call share", "J", "σ_η", lever=lever("congress", "Surprises in a vote", 0, 4, 41)),
    P("congress.house_absence", .03, 0, 1, "probability", "absence in the House", "R", ""),
    P("congress.senate_absence", .005, 0, 1, "probability", "absence in the Senate", "R", ""),
    P("congress.override_delay", 2, 1, 1000, "days", "from a veto to the first override vote; the second chamber follows a day later", "J", "", (), True),
    P("congress.lock", 1, 0, 1, "0 or 1", "the law carries a review lock on easing; only such a law weighs on hope", "R CAATSA section 216", "", (), True, lever=lever("congress", "The law ties the president", 0, 1, 2)),
    P("congress.review", 30, 0, 1000, "days", "an easing reported under the lock waits so long", "R CAATSA section 216", "", (), True, lever=lever("congress", "Congress reviews relief", 0, 120, 25)),
    P("congress.long_review", 60, 0, 1000, "days", "the same if reported from 10 July to 7 September", "R CAATSA section 216", "", (), True),
    P("congress.disapproval_delay", 12, 1, 1000, "days", "from the report to the disapproval votes", "J", "", (), True),
)
# fmt: on

PARAMETERS: dict[str, Parameter] = {
    q.name: q for q in (*(s.of(side) for side in SIDES for s in SIDE_PARAMETERS), *WORLD_PARAMETERS)
}
"""All parameters by full name, in the order of the reference page."""

NEUTRAL: dict[str, float] = {
    **{
        f"{side}.{key}": value
        for side in SIDES
        for key, value in (
            ("reciprocity", 1.0),
            ("legitimacy", 0.5),
            ("memory_half_life", 365.0),
            ("answer_rate", 0.2),
            ("answer_fade", 20.0),
            ("plus_bias", -1.0),
            ("review_rate", 0.01),
            ("precision", 0.3),
            ("status_quo_bias", 0.0),
            ("mirror_bias", 2.0),
            ("parity_bias", 0.0),
            ("restraint", 5.0),
            ("staff", 200.0),
            ("sites", 3.0),
        )
    },
    "hope.goodwill_prior": 0.5,
    "scandal.initial": 0.0,
    "scandal.leak_rate": 0.0,
    "executive.diligence": 0.1,
    "executive.slow_walk": 0.5,
    "congress.bill_rate": 1 / 365,
}
"""What a scenario starts from that does not ask for the values fitted to, or set for, the United States and Russia in
2016-18 (``fitted = true``, which ``scenarios/base.toml`` does): both sides alike, nothing known of their quarrel."""

FITTED: tuple[str, ...] = tuple(name for name, q in PARAMETERS.items() if "fitted" in q.source)
"""Parameters whose default was fitted to the record of 2016-18."""

GROUPS: tuple[str, ...] = tuple(dict.fromkeys(q.group for q in PARAMETERS.values()))
"""The tables of a scenario file that hold parameters."""


def starting_values(fitted: bool) -> dict[str, float]:
    """By full name, what a parameter is that no file writes: the default (``fitted = true``) or the neutral value."""
    return {**defaults(), **({} if fitted else NEUTRAL)}


def defaults() -> dict[str, float]:
    """The default of every parameter by full name."""
    return {name: q.default for name, q in PARAMETERS.items()}
