"""Results as JSON values for the page. Pure: no server here, and no NaN in what comes out (what is not there is null).

Over the socket, JSON text, one object a message::

    -> {t: "fan",   seq, q}            <- {t: "fan", seq, ms, ...fan}         300 worlds while dragging, 2,000 at rest
    -> {t: "pin",   seq, q}            <- {t: "pin", seq, ms, ...fan}         the fan of the pinned setting
    -> {t: "world", seq, q, run, of}   <- {t: "world", seq, of, world}        ``of``: "now" or "pin"
    -> {t: "why",   seq, q, run, day, side}   <- {t: "why", seq, why}
    -> {t: "pair",  seq, q, pin, run}  <- {t: "pair", seq, pair}              ``pin``: {set, off}
    -> {t: "score", seq, q}            <- {t: "score", seq, score}
    -> {t: "ping",  seq}               <- {t: "pong", seq}
                                       <- {t: "sorry", seq, of: the kind asked, error: one line}
                                       <- {t: "status", state, words}         on connecting, and when it changes

    q: {scenario, set: {name: number or word}, off: [event ids], seed, runs, step, plume, top}

``seq`` comes back as it was sent. A newer question of a kind takes the place of an older one that has not begun, which
then has no answer; an answer can come after that of a newer question, so the page drops what is older than it shows.
``state`` is "starting", "compiling", "ready" or "failed". The same values by address, as GET: ``/api/page``,
``/api/world``, ``/api/why``, ``/api/pair``, ``/api/score``, ``/api/cards``, ``/api/status``.

What each of them holds is written at its function: :func:`~sim.web.payloads.page.page_payload`,
:func:`~sim.web.payloads.fan.fan_payload`, :func:`~sim.web.payloads.world.world_payload`,
:func:`~sim.web.payloads.why.why_payload`, :func:`~sim.web.payloads.pair.pair_payload`,
:func:`~sim.web.payloads.score.score_payload`, :func:`~sim.web.payloads.cards.card_payload`.
"""
