// The debrief on the wall: all tables in one picture, who did what, how far, what was meant, what if, and why.
import { html, useState } from "../preact-htm.js";
import { isoDate, sayDate } from "../charts/words.js";
import { useMedia, useWidth } from "../explorer/use.js";
import { save } from "../explorer/exporting.js";
import { asked, useDebrief } from "./asking.js";
import { Guesses, Reasons } from "./bets.js";
import { Felt } from "./felt.js";
import { Paths, topOf } from "./paths.js";
import { Place, placeSentence } from "./place.js";
import { WhatIf } from "./whatif.js";
import { Deeds, Who } from "./who.js";
import { counted, longDate, seatIn } from "./words.js";

const SECTIONS = [["paths", "Paths"], ["who", "Deeds"], ["whatif", "What if"], ["reasons", "Reasons"], ["guesses", "Guesses"]];
const NUMBERS = ["No", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine", "Ten", "Eleven", "Twelve"];

/** Hands a file of the class to the teacher. */
async function taken(code, token, path, name) {
  save(await (await asked(code, token, path)).blob(), name);
}

function Exports({ code, token, about, note }) {
  const take = (path, name) => taken(code, token, path, name).catch(error => note(error.message));
  return html`<button class="btn" id="moves" onclick=${() => take("moves.csv", `class-${code}-moves.csv`)}>Moves (CSV)</button>
    ${about.survey.length > 0 && html`<button class="btn" id="survey"
      onclick=${() => take("survey.csv", `class-${code}-survey.csv`)}>Survey (CSV)</button>`}
    <button class="btn" onclick=${() => print()}>Print</button>`;
}

/** The tables that somebody played; the model's own say nothing about a class. */
export const playedOnly = (page, seats) => ({
  ...page,
  first: page.tables[0].city,
  tables: page.tables.filter(table => table.deeds.some(deed => deed.by === "student") || seats.some(seat => seat.table === table.n)),
});

function headline(page) {
  const n = page.tables.length;
  const ends = NUMBERS[n] ? NUMBERS[n].toLowerCase() : n;
  const same = page.tables.every(table => table.run === page.tables[0].run);
  return same ? `Same world, same luck, ${ends} ending${n === 1 ? "" : "s"}` : `${NUMBERS[n] || n} tables, each in a luck of its own`;
}

function firstBlows(page) {
  const strikes = deed => deed.chair === "rival" && deed.day === 0 && !/^(do nothing|protest)/.test(deed.move);
  const struck = page.tables.filter(table => table.deeds.some(strikes)).length;
  return `On the first evening ${seatIn("rival", page)} struck at ${struck} of ${counted(page.tables.length, "table")}.`;
}

/** Where the table in black parts from the first one: the first answer that differs, in the same luck. */
function Parting({ page, table }) {
  const { parting } = table;
  if (!parting) return null;
  return html`<p class="cap">${table.city} and ${page.first} part on ${sayDate(page.start, parting.day)}: in ${page.first}
    ${" "}${seatIn(parting.chair, page)} chose “${parting.moves[0]}”, in ${table.city} “${parting.moves[1]}”.
    Before that all was the same.</p>`;
}

function Top({ board, about, nav, on, setOn, page, token, note, again }) {
  const to = id => document.getElementById(id).scrollIntoView({ block: "start" });
  return html`<div class="toolbar no-print"><b class="serif">Debrief</b><span
    class="soft">Class ${board.code}, ${counted(page.tables.length, "table")}</span>
    <label>Table <select id="table" value=${on} onchange=${e => setOn(Number(e.target.value))}>${page.tables.map((table, k) => html`<option key=${k}
      value=${k}
      selected=${k === on}>${table.city}</option>`)}</select></label><span class="spring"></span>
    ${SECTIONS.map(([id, words]) => html`<button key=${id} class="btn ghost" onclick=${() => to(id)}>${words}</button>`)}
    <${Exports} code=${board.code} token=${token} about=${about} note=${note} />
    <button class="btn" onclick=${again} title="Where tables still played when this was drawn">Draw anew</button>${nav}</div>`;
}

function Pictures({ page, about, code, token, on, setOn, big }) {
  const [ref, width] = useWidth();
  const narrow = width < 820;
  const gap = big ? 48 : 34;
  const half = narrow ? width : Math.floor((width - gap) / 2);
  const table = page.tables[on];
  const top = topOf(page);
  const high = big ? 470 : narrow ? 300 : 370;
  const left = narrow ? width : Math.floor((width - gap) * 0.56);
  const right = narrow ? width : width - gap - left;
  return html`<div ref=${ref}>${width > 0 && html`<section id="paths" class="pair" aria-label="Paths of all tables">
    ${["home", "rival"].map((side, k) => html`<${Paths} key=${side} page=${page} side=${side} width=${half} height=${high} on=${on} top=${top}
      first=${k === 0 || narrow} big=${big}
      pick=${setOn} />`)}</section>
    <div class="pair ${narrow ? "" : "uneven"}"><section id="who"><h2>Who did what, council by council</h2>
      <p class="cap">Area: points; hollow: words, votes and relief.
      <b class="home"> Left of a date ${seatIn("executive", page)}</b>, <b class="rival">right of it ${seatIn("rival", page)}
        </b>. ${firstBlows(page)}</p>
      <${Who} page=${page} councils=${about.councils} width=${left} on=${on} big=${big} pick=${setOn} />
      <${Parting} page=${page} table=${table} /><${Deeds} page=${page} table=${table} about=${about} /></section>
    <section><h2>How far it went</h2><p class="cap">Points of both sides at the end. ${placeSentence(page)}</p>
      <${Place} page=${page} width=${right} on=${on} big=${big} />
      <h2 class="next">What was meant, what was felt</h2><p
        class="cap">Table ${table.city}. On the line a blow is felt as it was meant. A stalk is what the other side granted as
        earned: it opens no new account. Round: ${page.home}; square: ${page.rival}.</p><${Felt} page=${page} table=${table} width=${right}
          big=${big} /></section></div>
    <div class="pair"><section id="whatif"><h2>What if ${table.city} had chosen otherwise?</h2>
      <${WhatIf} page=${page} about=${about} code=${code} token=${token} on=${on} width=${half} big=${big} /></section>
    <section id="reasons"><h2>Turning points, and the reasons sealed with them</h2><p
      class="cap">The heaviest moves, as they were explained before anybody knew what would follow.</p>
      <${Reasons} page=${page} about=${about} /><h2 class="next" id="guesses">Guesses against deeds</h2><${Guesses} page=${page} /></section>
        </div>`}</div>`;
}

export function Debrief(props) {
  const { about, board, nav, token } = props;
  const [found, again] = useDebrief(board.code, token);
  const [on, setOn] = useState(0);
  const big = useMedia("(min-width: 1800px)") || document.documentElement.classList.contains("wall");
  if (!found.page) {
    return html`<main class="debrief"><div class="toolbar no-print"><span class="spring"></span>${nav}</div><h1>
      ${found.error ? "The debrief cannot be drawn." : "Playing two thousand worlds beside yours …"}</h1>
      ${found.error && html`<p class="deck">${found.error} <button class="btn" onclick=${again}>Try again</button></p>`}</main>`;
  }
  const page = playedOnly(found.page, board.seats);
  if (!page.tables.length) return html`<main class="debrief"><div class="toolbar no-print">${nav}</div><h1>No table was played.</h1></main>`;
  const at = Math.min(on, page.tables.length - 1);
  const same = !board.runs;
  return html`<main class="debrief ${big ? "big" : ""}"><${Top} ...${props} page=${page} on=${at} setOn=${setOn} again=${again} />
    <h1>${headline(page)}</h1><p class="deck">All tables began on ${longDate(page.start)}${
      same ? " and met the same leaks, the same senators and the same calls" : ""}.
      ${same ? " What differs is what was decided." : " What differs is luck as well as decisions."} Shaded: where ${
        page.worlds.runs.toLocaleString("en")} worlds
      played by the model lie, until ${longDate(isoDate(page.start, page.days - 1))}. ${page.record.home.length ? "Dashed: what happened." : ""}</p>
    <${Pictures} page=${page} about=${about} code=${board.code} token=${token} on=${at} setOn=${setOn} big=${big} /></main>`;
}
