// What a phone shows between turns: the lobby, the seal that was set, a bet on the other side, and the end.
import { html } from "../preact-htm.js";
import { num } from "../charts/words.js";
import { CALLING, capital, cityName, listed, longDate, otherCity, seatIn, seatName } from "./words.js";

const BETS = [["nothing", "Nothing"], ["words", "Only words"], ["measure", "A measure"]];
const WORDS = /protests|gives back|takes names off/;

/** What the other side did since: nothing, words or a measure; and the same in a sentence. */
export function cameOf(view, side) {
  const done = view.acts.slice(view.known).filter(act => act.side === side);
  const hard = done.filter(act => !WORDS.test(act.words));
  const what = hard.length ? "measure" : done.length ? "words" : "nothing";
  return [what, hard.length ? hard[0].words : done.length ? done[0].words : "They did nothing."];
}

export function Lobby({ me }) {
  return html`<div class="sheet"><h1 tabindex="-1">You are in, ${me.name}.</h1>
    <p class="lead">You sit at table <b>${me.city}</b>, in <b>${seatIn(me.chair, me)}</b>${me.mates.length ? html`, with <b>${listed(me.mates)}
      </b>` : ""}.</p>
    <p class="calling">${CALLING[me.chair]}</p>
    <div class="card how"><h2>How it goes</h2><ol><li>You read what happened, and what it did to you.</li>
      <li>You choose an answer${me.mates.length ? "; what the others in your chair would do shows as dots" : ""}.</li>
      <li>You bet on what they will do, and say why in one line.</li><li>You seal it. It cannot be taken back.</li></ol></div>
    <p class="waitline">It begins when your teacher starts the class.</p></div>`;
}

const Stamp = ({ sealed }) => html`<div class="stamp"><p class="eyebrow">Sealed</p><h2>${capital(sealed)}</h2></div>`;

function Bet({ city, bet, onBet }) {
  return html`<div class="betbox"><h2 id="betting">Meanwhile: what are they sealing in ${city}?</h2>
    <div class="guess three" role="group" aria-labelledby="betting">${BETS.map(([value, words]) => html`<button key=${value} type="button"
      aria-pressed=${String(bet === value)} onclick=${() => onBet(value)}>${words}</button>`)}</div>
    <p class="hint">${bet ? "Noted on your phone. You will see when you meet again." : "A bet for yourself; nobody else sees it."}</p></div>`;
}

function waitWords(now, me) {
  if (now.for === "model") return ["A moment.", "The world goes on to the next day on which somebody is asked."];
  if (now.for === "start") return ["Your table begins soon.", "Tables begin one after another, so that the teacher can look at each."];
  const who = seatIn(now.for, me);
  return [`${capital(who)} is at it.`, `${longDate(now.date)}. You are asked again when your side meets.`];
}

/** Somebody else is asked. `sealed` is what one's own chair did last, in words. */
export function Wait({ now, me, sealed, bet, score, onBet }) {
  const [title, text] = waitWords(now, me);
  const government = ["executive", "rival"];
  const bets = government.includes(me.chair) && government.includes(now.for) && me.chair !== now.for;
  return html`<div class="sheet"><h1 tabindex="-1">${title}</h1><p class="lead">${text}</p>
    ${sealed && html`<${Stamp} sealed=${sealed} />`}
    ${bets && html`<${Bet} city=${otherCity(me.chair, me)} bet=${bet} onBet=${onBet} />`}
    ${score.of > 0 && html`<p class="hint">Your bets so far: ${score.right} of ${score.of} right.</p>`}
    <div class="waitdots" role="img" aria-label="At the table">${me.chairs.map(chair => html`<div key=${chair}
      class="seat ${chair === now.for ? "now" : ""}">
      <b>${seatName(chair, me)}</b><span>${chair === now.for ? "is thinking" : chair === me.chair ? "you" : "waits"}</span></div>`)}</div></div>`;
}

export function Over({ now, me }) {
  const [home, rival] = now.points;
  return html`<div class="sheet"><h1 tabindex="-1">Your table has come to the end.</h1>
    <p class="lead">${cityName("home", me)} has dealt <b>${num(home)}</b> points of measures, ${cityName("rival", me)} <b>${num(rival)}</b>.
      Fewer is not better by itself: what did each get for them?</p>
    <p class="waitline">Other tables still play, in the same luck. Talk about it: which council would you hold again?</p></div>`;
}

export const Ended = () => html`<div class="sheet"><h1 tabindex="-1">The class is over.</h1>
  <p class="lead">Thank you for playing. You can close this page; your name is in no export.</p></div>`;

export const Blank = () => html`<div class="sheet blank"><h1 tabindex="-1">Eyes up front.</h1>
  <p class="lead">Your teacher is speaking. Nothing runs meanwhile that you could miss here.</p></div>`;
