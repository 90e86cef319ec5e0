// The wall before the start: the story, the chairs, the code, and names as they come.
import { html, useState } from "../preact-htm.js";
import { isoDate } from "../charts/words.js";
import { CALLING, counted, seatName, longDate, TONE } from "./words.js";

const QUIET = 3; // modules of white around a code, so that phones find it

/** A QR code of rows of 0 and 1, as one path. */
export function Code({ rows, address }) {
  const size = rows.length + 2 * QUIET;
  const d = rows.map((row, y) => [...row].map((bit, x) => (bit === "1" ? `M${x + QUIET} ${y + QUIET}h1v1h-1z` : "")).join("")).join("");
  return html`<svg class="qr" viewBox="0 0 ${size} ${size}" role="img" aria-label="QR code of ${address}" shape-rendering="crispEdges">
    <rect width=${size} height=${size} fill="#fff" /><path d=${d} fill="#1c1f24" /></svg>`;
}

/** The first sentence of the story; how it went on is what the tables are to find out. */
const opening = story => (story.match(/^.*?[.!?](?=\s|$)/) || [story])[0];

function Settings({ about, board, order }) {
  const [apart, setApart] = useState(String(board.stagger));
  const set = (each, seconds) => order("runs", { each, stagger: Math.max(0, Math.round(Number(seconds)) || 0) });
  return html`<details class="settings"><summary class="btn">Before the start</summary><div class="card">
    <label><input type="checkbox" checked=${board.runs} onchange=${e => set(e.target.checked, apart)} /> Each table in its own luck</label>
    <p class="soft">${board.runs ? "Differences between tables are then luck as well as decisions."
      : "Now all meet the same luck, so what differs is what was decided."}</p>
    <label>Seconds between the starts of tables <input class="short" type="number" min="0" max="600" value=${apart}
      oninput=${e => setApart(e.target.value)} onchange=${() => set(board.runs, apart)} /></label>
    ${about.survey.length > 0 && html`<button class="btn" aria-pressed=${String(board.asking === "pre")}
      onclick=${() => order("survey", { when: board.asking === "pre" ? "" : "pre" })}>${
        board.asking === "pre" ? "Close" : "Open"} the survey before</button>
      <p class="soft">${counted(board.surveys.pre, "answer")} so far.</p>`}</div></details>`;
}

function Names({ board, about }) {
  return html`<div class="here"><ul class="names" aria-label="Who is here">${board.seats.map(seat => html`<li key=${seat.n}
      class="${TONE[seat.chair]} ${seat.there ? "" : "away"}">${seat.name}<span class="sr">, ${seatName(seat.chair, about)}</span></li>`)}</ul>
    <p class="joined" role="status"><b>${board.seats.length}
      </b> ${board.seats.length === 1 ? "has" : "have"} joined${board.seats.length > 0 ? "." : ": the first chair is free."}
      ${board.seats.length > 0 && about.chairs.map(chair => html` <span key=${chair} class=${TONE[chair]}><b>${
        board.seats.filter(seat => seat.chair === chair).length}</b> ${seatName(chair, about)}.</span>`)}</p></div>`;
}

export function Lobby({ about, board, order, nav }) {
  const bare = about.address.replace(/^http:\/\//, "");
  const started = board.phase !== "lobby";
  return html`<div class="lobby"><main class="left"><p class="eyebrow">
    ${board.runs ? "Each table in a luck of its own" : `World ${about.run}: the same luck at every table`}</p>
    <h1>${longDate(about.start)}</h1><p class="story">${opening(about.story)} What follows is yours, until ${
      longDate(isoDate(about.start, about.days - 1))}.</p>
    <div class="roles">${about.chairs.map(chair => html`<div key=${chair} class=${TONE[chair]}><h2>${seatName(chair, about)}</h2><p>
      ${CALLING[chair]}</p></div>`)}</div>
    <${Names} board=${board} about=${about} /></main>
  <aside class="right" aria-label="How to join"><p class="url">${bare}</p>
    ${about.qr.length > 0 && html`<${Code} rows=${about.qr} address=${about.address} />`}
    <p class="code" aria-label="The code: ${[...board.code].join(" ")}">${board.code}</p>
    <p class="soft how">Point the camera at it, or type the address. A first name is enough; nothing leaves this room.</p>
    <div class="bar no-print">${!started && html`<button class="btn primary" id="start" onclick=${() => order("start")}>Start the class</button>
      <${Settings} about=${about} board=${board} order=${order} />`}${nav}</div></aside></div>`;
}
