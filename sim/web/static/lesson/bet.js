// The bet: a hundred dots dragged or a number typed, sealed; then the model's number and where the class stood.
import { html, useEffect, useRef, useState } from "../preact-htm.js";
import { Dots } from "../charts.js";

const ROWS = 10;
const POLL = 3000; // milliseconds between two looks at the bets of the class
const SIZE = 230;

/** How many dots are lit when a pointer is at `x`, `y`, shares of the square from its lower left corner. */
export function lit(x, y) {
  const row = Math.max(0, Math.min(ROWS - 1, Math.floor(y * ROWS)));
  const column = Math.max(0, Math.min(ROWS, Math.round(x * ROWS)));
  return y < 0 ? 0 : row * ROWS + column;
}

const clamped = text => Math.max(0, Math.min(100, Math.round(Number(text) || 0)));

/** A mark of this browser that says nothing of who sits before it. */
function mark() {
  const kept = sessionStorage.getItem("browser");
  if (kept) return kept;
  const drawn = [...crypto.getRandomValues(new Uint8Array(8))].map(b => b.toString(16).padStart(2, "0")).join("");
  sessionStorage.setItem("browser", drawn);
  return drawn;
}

function Ask({ asks, onSeal }) {
  const [bet, setBet] = useState(null);
  const square = useRef();
  const drag = event => {
    if (event.type === "pointerdown") square.current.setPointerCapture(event.pointerId);
    else if (!event.buttons) return;
    const box = square.current.getBoundingClientRect();
    setBet(lit((event.clientX - box.left) / box.width, (box.bottom - event.clientY) / box.height));
  };
  const seal = event => {
    event.preventDefault();
    if (bet != null) onSeal(bet);
  };
  return html`<p class="asks" id="asks">${asks}</p><form class="ask" onsubmit=${seal}>
    <div class="wager" ref=${square} aria-hidden="true" onpointerdown=${drag} onpointermove=${drag}><${Dots} now=${bet ?? 0} size=${SIZE} /></div>
    <div class="hand"><label for="bet">Your bet, of a hundred</label>
      <input id="bet" type="number" inputmode="numeric" min="0" max="100" required aria-describedby="asks" value=${bet ?? ""}
        oninput=${e => setBet(e.target.value === "" ? null : clamped(e.target.value))} />
      <p class="soft small">Drag over the dots, or type a number. Once it is sealed, the model's number is shown.</p>
      <button class="btn primary" disabled=${bet == null}>Seal the bet</button></div></form>`;
}

const X = v => 10 + v * 5.8;

/** All bets as dots on a line from 0 to 100, and where the model stands. */
export function Strip({ bets, mine, model }) {
  const seen = {};
  const place = b => {
    seen[b] = (seen[b] || 0) + 1;
    return Math.min(seen[b], 9);
  };
  const left = bets.indexOf(mine);
  const side = model > 70 ? -1 : 1;
  return html`<svg class="strip" viewBox="0 0 600 126" role="img"
      aria-label="${bets.length} bets, yours ${mine}, the model ${model} of 100">
    <line x1=${X(0)} x2=${X(100)} y1="100" y2="100" />
    ${[0, 25, 50, 75, 100].map(v => html`<text key=${v} x=${X(v)} y="119" text-anchor="middle">${v}</text>`)}
    ${bets.map((b, i) => html`<circle key=${i} class="one ${i === left ? "mine" : ""}" cx=${X(b)} cy=${103 - 10 * place(b)} r="4.4" />`)}
    <line class="model" x1=${X(model)} x2=${X(model)} y1="8" y2="100" />
    <text class="model" x=${X(model) + 7 * side} y="17" text-anchor=${side > 0 ? "start" : "end"}>the model: ${model}</text></svg>`;
}

function Reveal({ bet, mine, bets, again }) {
  const ringed = bet.was == null ? "" : `; ringed: other than before, when it was ${bet.was}`;
  return html`<p class="asks">${bet.asks}</p><div class="bets" role="status">
    <div><h2>You said</h2><${Dots} now=${mine} size=${SIZE} /><p class="huge num">${mine}</p><p class="of">of 100 worlds</p></div>
    <div><h2>The model says</h2><${Dots} now=${bet.model} was=${bet.was ?? undefined} tone="congress" size=${SIZE} />
      <p class="huge num model">${bet.model}</p><p class="of">of 100 worlds${ringed}</p></div>
    <div class="class"><h2>${bets.length > 1 ? `Where the class stood: ${bets.length} bets` : "Your bet and the model"}</h2>
      <${Strip} bets=${bets} mine=${mine} model=${bet.model} />
      <p class="verdict">${bet.verdict}</p><p class="moral">${bet.moral}</p></div></div>
    <p class="no-print"><a href="/explore?${bet.query}">See these worlds</a>${" "}
      <button class="linkish" onclick=${again}>bet again</button></p>`;
}

export function Bet({ lesson }) {
  const kept = sessionStorage.getItem(`bet ${lesson.name}`);
  const [mine, setMine] = useState(kept == null ? null : clamped(kept));
  const [bets, setBets] = useState([]);
  const address = `/api/lesson/${encodeURIComponent(lesson.name)}/bets`;
  const take = async asked => {
    if (asked.ok) setBets((await asked.json()).bets);
  };
  const seal = bet => {
    sessionStorage.setItem(`bet ${lesson.name}`, String(bet));
    setMine(bet);
    fetch(address, { method: "POST", body: JSON.stringify({ who: mark(), bet }) }).then(take).catch(() => {}); // alone, it still counts
  };
  const again = () => {
    sessionStorage.removeItem(`bet ${lesson.name}`);
    setMine(null);
  };
  useEffect(() => {
    if (mine == null) return undefined;
    const look = () => fetch(address).then(take).catch(() => {});
    look();
    const timer = setInterval(look, POLL);
    return () => clearInterval(timer);
  }, [mine]);
  if (mine == null) return html`<${Ask} asks=${lesson.bet.asks} onSeal=${seal} />`;
  return html`<${Reveal} bet=${lesson.bet} mine=${mine} bets=${bets.includes(mine) ? bets : [...bets, mine]} again=${again} />`;
}
