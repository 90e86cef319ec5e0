// A student's phone: joins, keeps its seat over reloads and dead lines, and shows the one screen that counts now.
import { html, render, useEffect, useMemo, useReducer, useRef, useState } from "../preact-htm.js";
import { Clock, useLeft } from "./clock.js";
import { Join } from "./join.js";
import { CLOSED, ClassLine, keepToken, tokenOf } from "./socket.js";
import { Survey } from "./survey.js";
import { Told } from "./told.js";
import { Turn } from "./turn.js";
import { Blank, cameOf, Ended, Lobby, Over, Wait } from "./waiting.js";
import { listed, otherSide, seatName, TONE } from "./words.js";

/** The code that the address of the page names. */
const codeHere = () => decodeURIComponent(location.pathname.split("/")[2] || "").toUpperCase();

const SCREENS = ["lobby", "ask", "wait", "over", "debrief", "ended"];
const NUDGED = 9000;
const BEGINNING = { me: null, now: null, state: {}, mates: [], dots: [], down: false, refused: "",
  sealed: "", thanked: [], bets: { right: 0, of: 0 } };

/** What a side that meets again without anybody in between is told: its seal is set. */
const again = (s, m) => (s.sealedAt === m.v - 1 ? `Sealed: ${s.sealed}. Nobody else was asked; you meet again.` : "");

/** When the side meets again: what was bet, against what came. */
function settle(s, message) {
  const side = s.me && otherSide(s.me.chair);
  if (!s.bet || !side || message.q.kind !== "answer") return {};
  const [what, words] = cameOf(message.q.view, side);
  const right = what === s.bet;
  const told = `${right ? "Your bet was right" : "Your bet was wrong"}: ${words}`;
  return { bet: "", told, bets: { right: s.bets.right + right, of: s.bets.of + 1 } };
}

/** One message of the server more; what the page shows is a fold over them. */
function heard(s, m) {
  if (m.t === "hello") return { ...s, me: m, down: false, refused: "", joining: false, shut: 0 };
  if (m.t === "state") return { ...s, state: m };
  if (m.t === "down") return { ...s, down: true };
  if (m.t === "mates") return { ...s, mates: m.mates };
  if (m.t === "again") return { ...s, refused: "", shut: 0 };
  if (m.t === "shut") return { ...s, shut: m.code, joining: false };
  if (m.t === "no") return { ...s, refused: m.why, refusals: (s.refusals || 0) + 1, joining: false };
  if (m.t === "stale") return { ...s, refused: "This was answered meanwhile." };
  if (m.t === "turned") return { ...s, sealed: m.move, sealedAt: m.v, refused: "" };
  if (m.t === "dots") return s.now && s.now.v === m.v ? { ...s, dots: m.dots } : s;
  if (m.t === "nudge") return { ...s, nudged: performance.now() };
  if (m.t === "calm") return { ...s, nudged: 0 };
  if (m.t === "bet") return { ...s, bet: m.bet };
  if (m.t === "thanks") return { ...s, thanked: [...s.thanked, m.when], refused: "" };
  if (!SCREENS.includes(m.t)) return s;
  if (m.for === "model" && s.now && s.now.t === "ask" && s.now.v === m.v) return s; // a server that began anew computes the same question
  const same = s.now && s.now.t === m.t && s.now.v === m.v;
  const news = m.t === "ask" && !same ? { refused: "", dots: m.dots, told: again(s, m), ...settle(s, m) } : {};
  const now = { ...m, came: performance.now() };
  // one question is shown once: a message that only moves its clock must not take away what is half written
  return { ...s, ...news, nudged: same ? s.nudged : 0, now: same && m.t === "ask" ? { ...s.now, left: m.left, came: now.came } : now };
}

const nameOf = (mates, n) => (mates.find(mate => mate.n === n) || { name: "somebody" }).name;
const namesIn = (dots, mates) => dots.map(dot => ({ ...dot, name: nameOf(mates, dot.n) }));
const others = s => s.mates.filter(mate => mate.n !== s.me.n).map(mate => mate.name);

function Years({ me, now }) {
  if (!me.councils.length || now.day == null && !now.q) return null;
  const day = now.q ? now.q.day : now.day;
  const at = me.councils.filter(council => council <= day).length;
  return html`<div class="years" role="img" aria-label="Council ${at} of ${me.councils.length}">${me.councils.map((council, k) => html`<i
    key=${council} class=${k + 1 < at ? "done" : k + 1 === at ? "now" : ""}></i>`)}</div>`;
}

function Head({ me, now, left }) {
  return html`<header class="role"><div><b>${seatName(me.chair, me)}</b>
    <span class="t">Table ${me.city}${me.mates.length ? `, with ${listed(me.mates)}` : `: ${me.name}`}</span></div>
    ${now.t === "ask" && html`<${Clock} left=${left} seconds=${me.seconds} />`}</header>`;
}

/** What has to be said above the screen, aloud too: the line, a pause, the teacher, the clock. */
function Banners({ s, left }) {
  const late = s.now.t === "ask" && left != null && left < 0 && !s.state.paused;
  const soon = s.now.t === "ask" && left != null && left >= 0 && left < 15;
  const said = [
    s.down && "The line is gone. Your seat is kept; this page comes back by itself.",
    s.state.paused && "Paused. The clock stands.",
    s.nudged && "Your teacher waits for you.",
    late && "Time is up. Seal now, or the model plays this meeting.",
    soon && "Less than 15 seconds.",
  ].filter(Boolean);
  return html`<div role="status" aria-live="polite">${said.map(text => html`<p key=${text} class="banner"><b>${text}</b></p>`)}
    ${s.state.said && html`<p class="banner"><b>Your teacher:</b> ${s.state.said}</p>`}</div>`;
}

function Screen({ s, say, later, onBet }) {
  const { me, now, state } = s;
  if (state.blank) return html`<${Blank} />`;
  if (state.asking && me.survey.length && !s.thanked.includes(state.asking) && !later.has(state.asking)) {
    return html`<${Survey} key=${state.asking} when=${state.asking} items=${me.survey} say=${say} refused=${s.refused}
      onLater=${() => later.add(state.asking) && onBet()} />`;
  }
  if (now.t === "lobby") return html`<${Lobby} me=${me} />`;
  if (now.t === "ask") {
    return html`<${Turn} key=${now.v} ask=${now} about=${me} me=${me} dots=${namesIn(s.dots, s.mates)} refused=${s.refused} bet=${s.told}
      paused=${state.paused} down=${s.down} say=${say} tries=${s.refusals} />`;
  }
  if (now.t === "wait") return html`<${Wait} now=${now} me=${me} sealed=${s.sealed} bet=${s.bet} score=${s.bets} onBet=${onBet} />`;
  if (now.t === "over") return html`<${Over} now=${now} me=${me} />`;
  return now.t === "debrief" ? html`<${Told} me=${me} code=${codeHere()} />` : html`<${Ended} />`;
}

function Seated({ s, hear, say, leave, sealed }) {
  const left = useLeft(s.now, s.state.paused);
  const [, again] = useState(0);
  const later = useMemo(() => new Set(), []);
  const screen = useRef();
  useEffect(() => {
    if (!s.nudged) return undefined;
    if (navigator.vibrate) navigator.vibrate([120, 60, 120]);
    const timer = setTimeout(() => hear({ t: "calm" }), NUDGED);
    return () => clearTimeout(timer);
  }, [s.nudged]);
  useEffect(() => {
    scrollTo(0, 0);
    const title = screen.current && screen.current.querySelector("h1");
    if (title && s.now.t !== "lobby") title.focus({ preventScroll: true });
  }, [s.now.t, s.now.v]);
  const onBet = bet => (bet ? hear({ t: "bet", bet }) : again(n => n + 1));
  return html`<div class="side-${TONE[s.me.chair]}"><${Head} me=${s.me} now=${s.now} left=${left} />
    <main ref=${screen}><${Years} me=${s.me} now=${s.now} /><${Banners} s=${s} left=${left} />
      <${Screen} s=${s} say=${say} later=${later} onBet=${onBet} /></main>
    ${s.now.t !== "ask" && html`<footer class="foot-line">You are ${s.me.name}. <button class="linkish"
      onclick=${leave}>Not you? Take another chair</button></footer>`}</div>`;
}

const SHUT = {
  [CLOSED.ELSEWHERE]: ["You are in elsewhere.", "This seat was opened on another page or phone. One of them has to rest."],
  [CLOSED.TOO_MANY_CODES]: ["Too many wrong codes.", "From this network too many codes were tried. Wait a minute, look at the wall, and try again."],
};

function Shut({ code, again }) {
  const [title, text] = SHUT[code] || ["The line was closed.", "Something went wrong at the door."];
  return html`<main class="sheet join"><h1>${title}</h1><p class="lead">${text}</p><button class="btn big seal" onclick=${again}>Go on here</button>
    </main>`;
}

function Student({ code }) {
  const [s, hear] = useReducer(heard, BEGINNING);
  const line = useRef(null);
  const open = (which, name) => {
    if (line.current) line.current.end();
    hear({ t: "down" });
    line.current = new ClassLine(() => ({ t: "join", code: which, name, token: tokenOf(which) }), message => {
      if (message.t === "hello") {
        keepToken(which, message.token);
        if (!location.pathname.endsWith(`/${which}`)) history.replaceState(null, "", `/c/${which}`);
      }
      hear(message);
    });
  };
  useEffect(() => {
    if (code && tokenOf(code)) open(code, "");
  }, []);
  const leave = () => {
    keepToken(codeHere(), "");
    location.reload();
  };
  if (s.shut) return html`<${Shut} code=${s.shut} again=${() => location.reload()} />`;
  if (!s.me || !s.now) {
    const join = (which, name) => {
      hear({ t: "again" });
      open(which, name);
    };
    return html`<${Join} code=${code} refused=${s.refused} busy=${s.down && line.current && !s.refused} onJoin=${join} />`;
  }
  return html`<${Seated} s=${{ ...s, me: { ...s.me, mates: others(s) } }} hear=${hear} leave=${leave} say=${message => line.current.say(message)} />`;
}

document.body.replaceChildren();
render(html`<${Student} code=${codeHere()} />`, document.body);
