// The teacher's board: a card for each table, what the class chose, and the orders beside it.
import { html, useEffect, useState } from "../preact-htm.js";
import { roundTop } from "../charts/axis.js";
import { Mini } from "./mini.js";
import { Orders } from "./orders.js";
import { Pulse } from "./pulse.js";
import { capital, clockText, seatIn, seatName, shortDate, TONE } from "./words.js";

const TICK = 500;

/** Seconds left at a table, counted on since the board came; it stands while the class is paused. */
export const leftOf = (row, board) => (row.left == null || row.hold > 0 ? null
  : row.left - (board.paused || board.phase !== "play" ? 0 : (performance.now() - board.came) / 1000));

/** Whether anybody has come to a table. */
export const taken = row => Object.values(row.chairs).some(chair => chair.of);

/** How a chair stands at its table: {word, mark, cls}. */
function standing(row, chair) {
  const { there, of } = row.chairs[chair];
  const last = row.moves.filter(move => move[0] === chair).at(-1);
  if (row.for === chair && !row.over) return there ? ["thinks", "", "asked"] : of ? ["away", "", "asked gone"] : ["the model", "", "gone"];
  if (!of) return ["the model", "", "gone"];
  if (!there) return ["away", "", "gone"];
  return last && last[2] === row.day ? ["sealed", "✓ ", "sealed"] : ["", "", ""];
}

function lastWords(row, about) {
  if (row.failed) return html`<p class="last failed">This world broke: ${row.failed}</p>`;
  if (!row.last) return html`<p class="last">Nothing sealed yet</p>`;
  const { chair, words, by } = row.last;
  return html`<p class="last" title=${words}><b class=${TONE[chair]}>${seatName(chair, about)}
    </b> ${words}${by === "student" ? "" : " (the model)"}</p>`;
}

/** Who is asked, who has sealed, the clock, and the last move. */
function State({ row, board, about, left }) {
  return html`<ul class="chairs">${about.chairs.map(chair => {
      const [word, mark, cls] = standing(row, chair);
      return html`<li key=${chair} class="${TONE[chair]} ${cls}">${mark}${capital(seatName(chair, about).replace("The ", ""))}${word && html`<span
        class=${word === "sealed" ? "sr" : ""}> ${word}</span>`}</li>`;
    })}</ul>
    <p class="clockline">${row.over ? "Played to the end" : row.hold > 0 ? `Begins in ${clockText(row.hold)}` : left != null && board.phase === "play"
      ? `${clockText(left)} left${row.dots ? `, ${row.dots} leaning` : ""}` : ""}</p>${lastWords(row, about)}`;
}

function Card({ row, board, about, top }) {
  const left = leftOf(row, board);
  const late = taken(row) && left != null && (left < 0 || row.chairs[row.for].there === 0);
  const when = row.over ? "at the end" : row.date ? shortDate(row.date) : "…";
  return html`<article class="card table ${late ? "late" : ""} ${taken(row) ? "" : "vacant"}"><header><h2>${row.city}</h2><span class="when">${when}
    </span></header>
    <${Mini} row=${row} about=${about} top=${top} />
    ${taken(row) ? html`<${State} row=${row} board=${board} about=${about} left=${left} />` : html`<p class="last">Nobody sits here yet.</p>`}
      </article>`;
}

const Count = ({ n, words }) => html`<div class="count"><b class="num">${n}</b><span>${words}</span></div>`;

function Head({ about, board, order, nav }) {
  const playing = board.rows.filter(taken);
  const lefts = playing.map(row => leftOf(row, board)).filter(left => left != null);
  const close = () => order("model");
  return html`<header class="boardhead"><div><h1>${about.title}</h1><p class="soft">${board.runs ? "Each table in its own luck"
      : `World ${about.run} at every table: the same luck, so differences are decisions`}</p></div><span class="spring"></span>
    <${Count} n=${board.there} words=${`of ${board.seats.length} here`} /><${Count} n=${board.rows.filter(row => row.over).length}
      words=${`of ${board.rows.length} at the end`} />
    <${Count} n=${lefts.length && !board.paused ? clockText(Math.min(...lefts)) : "–"} words=${board.paused ? "paused" : "shortest clock"} />
    <button class="btn" id="pause" aria-pressed=${String(board.paused)}
      onclick=${() => order(board.paused ? "resume" : "pause")}>${board.paused ? "Go on" : "Pause"}</button>
    <button class="btn" onclick=${() => order("more", { seconds: 30 })}>+30 s</button>
    <button class="btn" id="close" onclick=${close} title="The model answers wherever somebody is asked">Close the turn</button>${nav}</header>`;
}

/** Tables where somebody is late or away, the latest first. */
function late(board) {
  const waiting = board.rows.filter(row => row.for && taken(row) && !row.over && !(row.hold > 0));
  return waiting.map(row => [row, leftOf(row, board)]).sort((a, b) => a[1] - b[1]);
}

function Waiting({ board, about, order }) {
  const rows = late(board).slice(0, 6);
  return html`<section><h2 class="eyebrow">Waiting for</h2>${rows.length ? html`<ul class="straggle">
    ${rows.map(([row, left]) => html`<li key=${row.n}>
    <span><b>${row.city}</b> <span class="soft">${seatIn(row.for, about)}${row.chairs[row.for].there ? "" : ", away"}, ${clockText(left)}</span>
      </span>
    <span><button class="btn sm" aria-label="Nudge ${row.city}" onclick=${() => order("nudge", { table: row.n })}>nudge</button>
      <button class="btn sm" aria-label="Model plays for ${row.city}" onclick=${() => order("model", { table: row.n })}>model plays</button></span>
        </li>`)}</ul>`
    : html`<p class="soft">Nobody.</p>`}</section>`;
}

export function Board(props) {
  const { about, board } = props;
  const [, tick] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => tick(n => n + 1), TICK);
    return () => clearInterval(timer);
  }, []);
  const most = Math.max(...board.rows.flatMap(row => row.points));
  const rows = [...board.rows].sort((a, b) => Number(taken(b)) - Number(taken(a)) || a.n - b.n);
  return html`<div class="board"><${Head} ...${props} /><main class="boardmain"><div class="tables">
    ${rows.map(row => html`<${Card} key=${row.n} row=${row} board=${board} about=${about} top=${roundTop(most, 30)} />`)}
    <${Pulse} rows=${board.rows} about=${about} /></div>
    <aside class="side" aria-label="Orders"><${Orders} ...${props}><${Waiting} ...${props} /><//></aside></main></div>`;
}
