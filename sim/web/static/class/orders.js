// What a teacher can do to the whole room.
import { html, useState } from "../preact-htm.js";
import { counted, seatName } from "./words.js";

const SAID = 200;

function Say({ board, order }) {
  const [text, setText] = useState("");
  const send = event => {
    event.preventDefault();
    order("say", { text });
    setText("");
  };
  return html`<form class="say" onsubmit=${send}><label for="say">A line to all phones</label>
    <input id="say" maxlength=${SAID} value=${text} autocomplete="off" oninput=${e => setText(e.target.value)} />
    <button class="btn" disabled=${!text.trim()}>Send</button>
    ${board.said && html`<p class="soft">On the phones: “${board.said}” <button type="button" class="linkish"
      onclick=${() => order("say", { text: "" })}>take it away</button></p>`}</form>`;
}

/** Move a student to another place. */
function Move({ board, about, order }) {
  const [n, setN] = useState("");
  const [at, setAt] = useState("");
  const go = event => {
    event.preventDefault();
    const [table, chair] = at.split(".");
    order("seat", { n: Number(n), table: Number(table), chair });
  };
  const city = table => board.rows[table].city;
  return html`<details><summary>Move somebody</summary><form class="say" onsubmit=${go}><label for="who">Who</label>
    <select id="who" value=${n} onchange=${e => setN(e.target.value)}><option value="">–</option>${board.seats.map(s => html`<option key=${s.n}
      value=${s.n}>${s.name},
      ${city(s.table)}</option>`)}</select><label for="where">Where to</label>
    <select id="where" value=${at} onchange=${e => setAt(e.target.value)}><option value="">–</option>
      ${board.rows.flatMap(row => about.chairs.map(chair => html`<option
      key=${row.n + chair} value=${`${row.n}.${chair}`}>${row.city}: ${seatName(chair, about)}</option>`))}</select>
    <button class="btn" disabled=${n === "" || !at}>Move</button></form></details>`;
}

const Survey = ({ board, order, when, words }) => html`<button class="btn" aria-pressed=${String(board.asking === when)}
  onclick=${() => order("survey", { when: board.asking === when ? "" : when })}>${
  board.asking === when ? "Close" : "Open"} the survey ${words}${" "}(${counted(board.surveys[when], "answer")})</button>`;

/** A button that asks once more before it does what cannot be taken back. */
function Sure({ words, again, onSure, cls = "" }) {
  const [asked, ask] = useState(false);
  return html`<button class="btn ${cls}" onblur=${() => ask(false)} onclick=${() => (asked ? onSure() : ask(true))}>${asked ? again : words}
    </button>`;
}

export function Orders({ about, board, order, show, children }) {
  const playing = board.phase === "play";
  return html`<section><h2 class="eyebrow">Join</h2><p class="joincode">${board.code}</p><p class="soft">
    ${about.address.replace(/^http:\/\//, "").replace(/\/c\/.*/, "")}${" "}<button class="linkish"
      onclick=${() => show("lobby")}>show the code again</button></p></section>
    ${children}
    <section><h2 class="eyebrow">Room</h2><${Say} board=${board} order=${order} />
      <button class="btn" aria-pressed=${String(board.blank)}
        onclick=${() => order("blank", { on: !board.blank })}>${board.blank ? "Give the phones back" : "Blank all phones"}</button>
      ${about.survey.length > 0 && html`<${Survey} board=${board} order=${order} when="pre" words="before" />
        <${Survey} board=${board} order=${order} when="post" words="after" />`}
      ${playing && html`<${Sure} words="Let the model finish for all" again="Sure? It plays every chair to the end"
        onSure=${() => order("finish")} />`}
      ${playing && html`<${Sure} cls="primary" words="Start the debrief" again="Sure? Nobody can seal afterwards"
        onSure=${() => order("debrief")} />`}
      ${board.phase === "debrief" && html`<${Sure} words="End the class" again="Sure? The phones say goodbye" onSure=${() => order("end")} />`}
        </section>
    <section><${Move} board=${board} about=${about} order=${order} /></section>
    <section class="soft keep">Moves are on disk as they come. If this computer sleeps, start${" "}
      <code>run.py classroom --resume last</code>: every table goes on where it was.</section>`;
}
