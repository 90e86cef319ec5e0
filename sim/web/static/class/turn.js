// A turn on one screen: news, the book, the answer, a guess, one line why, and the seal.
import { html, useEffect, useRef, useState } from "../preact-htm.js";
import { Ballot, Choices, choicesOf } from "./choices.js";
import { leadOf, News, Standing } from "./news.js";
import { GUESSES, longDate, otherCity } from "./words.js";

const HAND_RESTS = 250; // milliseconds until a preference is shown to the others in the chair
const WHY = 140;
const AS_EACH_WOULD = 2;

const TITLES = {
  answer: "Your answer", ease: "Will you give relief?", presentment: "The bill on your desk", floor: "Bring it up for a vote?",
  ballot: "How your senators vote", leak: "Print it or hold it?",
};
const HINTS = {
  answer: "Choose one. The number is how hard it hits, in points.",
  ballot: "An order for each bloc of senators. A bloc left free votes as the model’s senators would.",
};

/** What is chosen so far, and the ways to change it; the others in the chair see it as a dot. */
function useChoice(q, v, say) {
  const [key, setKey] = useState(null);
  const [sizes, setSizes] = useState({});
  const [votes, setVotes] = useState(() => Array(q.blocs).fill(AS_EACH_WOULD));
  const [touched, touch] = useState(false);
  const choices = choicesOf(q, sizes);
  const blocs = q.blocs > 1 || q.kind === "ballot";
  const chosen = blocs
    ? { move: q.blocs > 1 ? votes : votes[0], name: "these orders" }
    : choices.find(choice => choice.key === key);
  const text = chosen && JSON.stringify(chosen.move);
  useEffect(() => {
    if (!touched || !chosen) return undefined;
    const timer = setTimeout(() => say({ t: "prefer", v, move: chosen.move }), HAND_RESTS);
    return () => clearTimeout(timer);
  }, [text, touched]);
  const pick = choice => {
    touch(true);
    setKey(choice.key);
  };
  const size = (name, n) => {
    touch(true);
    setSizes({ ...sizes, [name]: n });
  };
  const order = made => {
    touch(true);
    setVotes(made);
  };
  return { chosen, choices, blocs, key, votes, pick, size, order };
}

const Step = ({ k, id, children }) => html`<div class="step"><span class="k" aria-hidden="true">${k}</span><h2 id=${id}>${children}</h2></div>`;

function Guess({ city, guess, onGuess }) {
  return html`<${Step} k="2" id="guessing">What will ${city} do?<//>
    <p class="hint">Your bet until you meet again. It is compared with what they did, at the debrief.</p>
    <div class="guess" role="group" aria-labelledby="guessing">${GUESSES.map(([value, words]) => html`<button key=${value} type="button"
      aria-pressed=${String(guess === value)} onclick=${() => onGuess(guess === value ? "" : value)}>${words}</button>`)}</div>`;
}

function Reason({ k, why, onWhy }) {
  return html`<${Step} k=${k}><label for="why">Why? One line</label><//>
    <input id="why" class="reason" maxlength=${WHY} value=${why} autocomplete="off" enterkeyhint="done" placeholder="Because …"
      oninput=${event => onWhy(event.target.value)} />
    <p class="hint">May stay empty. Shown at the debrief without your name.</p>`;
}

function sealWords(chosen, sending) {
  if (sending) return "Sealing …";
  if (!chosen) return "First choose an answer";
  return `Seal: ${chosen.name.charAt(0).toLowerCase()}${chosen.name.slice(1)}`;
}

/** One question. `dots` are the preferences in the chair, `refused` the words of the server about the last seal. */
export function Turn({ ask, about, me, dots, refused, bet, paused, down, tries, say }) {
  const { q, v } = ask;
  const choice = useChoice(q, v, say);
  const [guess, setGuess] = useState("");
  const [why, setWhy] = useState("");
  const [sending, setSending] = useState(false);
  const top = useRef();
  useEffect(() => top.current.focus({ preventScroll: true }), []);
  useEffect(() => setSending(false), [tries, ask]);
  const seal = () => {
    if (choice.chosen && !sending) setSending(say({ t: "seal", v, move: choice.chosen.move, guess, why }));
  };
  const bets = q.kind === "answer" && (q.chair === "executive" || q.chair === "rival");
  const city = bets && otherCity(q.chair, about);
  return html`<div class="sheet"><h1 ref=${top} tabindex="-1">${longDate(q.date)}</h1>
    <p class="lead">${leadOf(q, about)}</p>${bet && html`<p class="betline" role="status">${bet}</p>`}
    <${News} view=${q.view} /><${Standing} q=${q} about=${about} />
    <${Step} k="1" id="answering">${TITLES[q.kind] || "Your answer"}<//>
    ${HINTS[q.kind] && html`<p class="hint">${HINTS[q.kind]}</p>`}
    ${choice.blocs
      ? html`<${Ballot} q=${{ ...q, blocs: Math.max(1, q.blocs) }} votes=${choice.votes.length ? choice.votes : [AS_EACH_WOULD]} dots=${dots}
        me=${me.n}
          onVotes=${choice.order} />`
      : html`<${Choices} choices=${choice.choices} on=${choice.key} ledger=${q.view.ledger} dots=${dots} me=${me.n}
          onPick=${choice.pick} onSize=${choice.size} label=${TITLES[q.kind] || "Your answer"} />`}
    ${q.kind === "answer" && q.view.ledger > 0 && html`<p
      class="hint">Bar: how hard it hits. Black mark: all that is in your book, ${q.view.ledger} points.</p>`}
    ${bets && html`<${Guess} city=${city} guess=${guess} onGuess=${setGuess} />`}
    <${Reason} k=${bets ? "3" : "2"} why=${why} onWhy=${setWhy} /></div>
  <div class="sealbar">${refused && html`<p class="refused" role="alert">${refused}</p>`}
    <button class="btn big seal" id="seal" disabled=${!choice.chosen || sending || paused || down} onclick=${seal}>
      ${down ? "Waiting for the line …" : paused ? "Paused by your teacher" : sealWords(choice.chosen, sending)}</button></div>`;
}
