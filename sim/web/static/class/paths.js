// The paths of all tables over the worlds of the model and the record: one picture a side.
import { html } from "../preact-htm.js";
import { changesLine, Grid, roundTop, stepBand, stepLine, TimeAxis } from "../charts/axis.js";
import { num } from "../charts/words.js";

const TENTHS = 10;
const HISTORY = -1;

/** A path by day as its changes, [[day, value], ...]. */
export const changesOf = daily => daily.flatMap((value, day) => (value !== (day ? daily[day - 1] : 0) ? [[day, value]] : []));

/** The top of the axis that both sides share. */
export function topOf(page) {
  const ends = page.tables.flatMap(table => ["home", "rival"].map(side => Math.max(0, ...table.path[side].slice(-1))));
  const worlds = ["home", "rival"].map(side => page.fan.q[side][4].at(-1) / TENTHS);
  return roundTop(Math.max(...ends, ...worlds), 20);
}

/** Labels at the line ends, none over another; those that leave the picture below are pushed up again. */
export function apart(ends, gap, floor) {
  const labels = [];
  let above = -Infinity;
  for (const end of [...ends].sort((a, b) => a.y - b.y)) {
    above = Math.max(end.y, above + gap);
    labels.push({ ...end, at: above });
  }
  let below = floor;
  for (const label of labels.toReversed()) {
    label.at = Math.min(label.at, below);
    below = label.at - gap;
  }
  return labels;
}

function Ends({ labels, x, on, pick }) {
  return html`<g class="ends">${labels.map(label => html`<g key=${label.k}
    class="${label.k === on ? "on" : ""} ${label.k === HISTORY ? "history" : ""}"
      onclick=${() => label.k !== HISTORY && pick && pick(label.k)}>
    <path d=${`M${x + 1} ${label.y}L${x + 10} ${label.at}`} /><text x=${x + 13} y=${label.at} dy=".34em">${label.text}</text></g>`)}</g>`;
}

/** One side. `on` is the number of the table that is shown in black, `pick(k)` chooses another. */
export function Paths({ page, side, width, height, on, top, first, big, pick }) {
  const m = big ? { l: first ? 46 : 10, r: 104, t: 40, b: 36 } : { l: first ? 34 : 8, r: 72, t: 30, b: 28 };
  const [w, h] = [width - m.l - m.r, height - m.t - m.b];
  const X = day => m.l + (day / page.days) * w;
  const Y = v => m.t + h - (Math.min(v, top) / top) * h;
  const end = X(page.days);
  const rows = page.fan.q[side].map(row => row.map(v => Y(v / TENTHS)));
  const xs = rows[0].map((_, k) => X(Math.min(page.days, k * page.fan.step)));
  const record = page.record[side];
  const lines = page.tables.map((table, k) => ({ k, changes: changesOf(table.path[side]), last: X(table.path[side].length), text: table.city }));
  const ends = lines.map(line => ({ k: line.k, text: line.text, y: Y(line.changes.at(-1)?.[1] ?? 0) }));
  if (record.length) ends.push({ k: HISTORY, text: "history", y: Y(record.at(-1)[1]) });
  const told = lines.map(line => `${line.text} ${num(line.changes.at(-1)?.[1] ?? 0)}`).join(", ");
  return html`<svg width=${width} height=${height} role="img" aria-label="${page[side]}, points so far at the end of each table: ${told}">
    <${Grid} top=${top} left=${m.l} end=${end} Y=${Y} first=${first} />
    <text x=${m.l} y="0" dy="1em" class="panel ${side}">${page[side]}</text>
    <path class="band wide ${side}" d=${stepBand(xs, rows[0], rows[4], end)} /><path class="band half ${side}"
      d=${stepBand(xs, rows[1], rows[3], end)} />
    <path class="middle ${side}" d=${stepLine(xs, rows[2], end)} />
    <${TimeAxis} start=${page.start} days=${page.days} X=${X} y=${m.t + h} width=${w} />
    ${[...lines].sort((a, b) => (a.k === on) - (b.k === on)).map(line => html`<path key=${line.k} class="tableline ${line.k === on ? "on" : ""}"
      d=${changesLine(line.changes, X, Y, line.last)} />`)}
    ${record.length > 0 && html`<g class="recorded"><path d=${changesLine(record, X, Y, end)} />${record.map(([day, v], k) => html`<rect key=${k}
      x=${X(day) - 3.5} y=${Y(v) - 3.5} width="7" height="7" />`)}</g>`}
    <${Ends} labels=${apart(ends, big ? 21 : 14, m.t + h + 6)} x=${end} on=${on} pick=${pick} /></svg>`;
}
