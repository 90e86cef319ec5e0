// Who did what, council by council: a row a table, left of a date the home side, right of it the rival.
import { html } from "../preact-htm.js";
import { dateOf, MONTHS, sayDate } from "../charts/words.js";
import { seatName, SIDE_OF, TONE } from "./words.js";

const QUIET = /^(do nothing|keep what|hold|keep the bill)/;
const SOFT = /^(protest|give relief|print|sign|let|veto|bring|nay|yea|as each)/;

const nearest = (councils, day) => councils.reduce((best, at, k) => (Math.abs(at - day) < Math.abs(councils[best] - day) ? k : best), 0);

/** What one table did around each council: {"3home": {points, words: [...], soft}}. */
export function cellsOf(table, councils) {
  const cells = {};
  for (const deed of table.deeds) {
    if (QUIET.test(deed.move)) continue;
    const key = nearest(councils, deed.day) + (SIDE_OF[deed.chair] || deed.chair);
    const cell = (cells[key] ||= { points: 0, words: [], soft: true, tone: TONE[deed.chair] });
    cell.points += Math.max(0, deed.points);
    cell.soft &&= SOFT.test(deed.move);
    cell.words.push(deed.move);
  }
  return cells;
}

const PLACE = { home: -0.2, rival: 0.2, congress: 0, press: 0 };

export function Who({ page, councils, width, on, big, pick }) {
  const [left, head, high] = big ? [104, 34, 44] : [72, 26, 32];
  const gap = (width - left) / councils.length;
  const scale = Math.min(big ? 4 : 3, gap / 15);
  const day = at => {
    const d = dateOf(page.start, at);
    return `${d.getUTCDate()} ${MONTHS[d.getUTCMonth()]}`;
  };
  return html`<svg width=${width} height=${page.tables.length * high + head} role="img"
      aria-label="What each table did at each council; the same as a list below">
    ${councils.map((at, k) => html`<text key=${at} x=${left + gap * (k + 0.5)} y="14" text-anchor="middle">${day(at)}</text>`)}
    ${page.tables.map((table, row) => {
      const cells = cellsOf(table, councils);
      const y = head + row * high;
      return html`<g key=${table.n} class="whorow ${row === on ? "on" : ""}" onclick=${() => pick(row)}>
        <rect x="0" y=${y} width=${width} height=${high} rx="4" /><text x="6" y=${y + high / 2} dy=".34em">${table.city}</text>
        <line x1=${left} x2=${width} y1=${y + high} y2=${y + high} />
        ${Object.entries(cells).map(([key, cell]) => {
          const [, k, side] = key.match(/^(\d+)(.+)$/);
          return html`<circle key=${key} class="${cell.tone} ${cell.soft ? "soft" : ""}" cx=${left + gap * (Number(k) + 0.5 + PLACE[side])}
            cy=${y + high / 2}
            r=${Math.max(big ? 5 : 3.5, Math.min(high / 2 - 2, scale * Math.sqrt(cell.points)))}><title>${cell.words.join(", ")}</title></circle>`;
        })}</g>`;
    })}</svg>`;
}

/** The same in words, for one table: what was moved, by whom, and what the model would have done. */
export function Deeds({ page, table, about }) {
  return html`<details class="deeds"><summary>Table ${table.city} in words (${table.deeds.length} moves)</summary><div class="scroll" tabindex="0"
    role="region" aria-label="Moves of table ${table.city}"><table><thead><tr><th>Date</th><th>Chair</th><th>Did</th><th>The model would</th>
      <th>Why</th></tr></thead>
    <tbody>${table.deeds.map(deed => html`<tr key=${deed.number}><td>${sayDate(page.start, deed.day)}</td>
      <td class=${TONE[deed.chair]}>${seatName(deed.chair, about)}${deed.by === "student" ? "" : " (the model)"}</td><td>${deed.move}</td>
      <td>${deed.as_model ? "the same" : deed.own}</td>
      <td>${deed.why ? `“${deed.why}”` : ""}</td></tr>`)}</tbody></table></div></details>`;
}
