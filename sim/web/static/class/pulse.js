// What the class chose at one council: how many tables did what, with their names.
import { html, useState } from "../preact-htm.js";
import { isoDate } from "../charts/words.js";
import { capital, seatIn, seatName, shortDate, TONE } from "./words.js";

const KINDS = ["nothing", "words", "own size", "mirror", "parity"];
const ASKED = { answer: "answered", ease: "on relief", presentment: "on the bill", floor: "on the floor", ballot: "voted", leak: "with the story" };

/** The kind of an answer, from its words. */
export function kindOf(words) {
  if (words === "do nothing") return "nothing";
  if (words.startsWith("protest")) return "words";
  return ["mirror", "parity"].find(word => words.startsWith(word)) || "own size";
}

/** All councils at which some table has moved: {key, chair, kind, day, tables: [[city, words]]}. */
export function councilsOf(rows) {
  const found = new Map();
  for (const row of rows) {
    for (const [chair, kind, day, words] of row.moves) {
      const key = `${day}.${chair}.${kind}`;
      if (!found.has(key)) found.set(key, { key, chair, kind, day, tables: [] });
      found.get(key).tables.push([row.city, words]);
    }
  }
  return [...found.values()].sort((a, b) => a.day - b.day);
}

/** The latest council at which at least half of the tables have moved, else the latest. */
const latest = (councils, tables) => councils.filter(c => c.tables.length * 2 >= tables).at(-1) || councils.at(-1);

export function Pulse({ rows, about }) {
  const [picked, pick] = useState("");
  const councils = councilsOf(rows);
  if (!councils.length) return null;
  const on = councils.find(c => c.key === picked) || latest(councils, rows.filter(row => Object.values(row.chairs).some(c => c.of)).length);
  const kinds = on.kind === "answer" ? KINDS : [...new Set(on.tables.map(([, words]) => words))].sort();
  const of = on.kind === "answer" ? kindOf : words => words;
  const most = Math.max(1, rows.length);
  const date = day => shortDate(isoDate(about.start, day));
  return html`<section class="pulse"><div class="pulsehead"><h2>${date(on.day)}: what ${seatIn(on.chair, about)} chose</h2>
    <select aria-label="Council" value=${on.key} onchange=${e => pick(e.target.value)}>${councils.map(c => html`<option key=${c.key} value=${c.key}
      selected=${c.key === on.key}>${date(c.day)}: ${seatName(c.chair, about)} ${ASKED[c.kind] || c.kind}</option>`)}</select></div>
    <div class="bars">${kinds.map(kind => {
      const who = on.tables.filter(([, words]) => of(words) === kind).map(([city]) => city);
      return html`<div key=${kind}><b class="num">${who.length}</b><i class=${TONE[on.chair]}
        style=${{ height: `${3 + (who.length / most) * 72}px` }}></i>
        <span>${capital(kind)}</span><small>${who.join(", ") || "–"}</small></div>`;
    })}</div></section>`;
}
