// How far it went: the points of both sides at the end of each table, among the worlds of the model.
import { html } from "../preact-htm.js";
import { stepsTo } from "../charts/axis.js";

const BINS = 40;
const FINE = 12;

/** Points of both sides together at the end of a table, or as far as it was played. */
const endOf = ({ ends, path }) => (ends ? ends.home_points + ends.rival_points : (path.home.at(-1) || 0) + (path.rival.at(-1) || 0));

/** Of a hundred worlds, how many end below: from the hundred and one centiles. */
export const beaten = (total, v) => Math.max(0, Math.min(100, total.filter(x => x < v).length - (total[0] < v ? 1 : 0)));

/** Worlds in equal bins between two values, as their centiles tell it. */
function binned(total, low, high) {
  const counts = new Array(BINS).fill(0);
  for (let k = 0; k < total.length - 1; k++) {
    for (let i = 0; i < FINE; i++) {
      const v = total[k] + ((total[k + 1] - total[k]) * i) / FINE;
      const at = Math.floor(((v - low) / (high - low)) * BINS);
      if (at >= 0 && at < BINS) counts[at]++;
    }
  }
  return counts;
}

/** Names below the line, in as many rows as they need. */
function rows(tables, X, letter) {
  const taken = [];
  return tables.map(table => {
    const half = (table.city.length * letter) / 2 + 5;
    const x = X(table.end);
    let row = taken.findIndex(edge => edge < x - half);
    if (row < 0) row = taken.push(0) - 1;
    taken[row] = x + half;
    return { ...table, x, row };
  });
}

export function placeSentence(page) {
  const sorted = page.tables.map(table => ({ city: table.city, end: endOf(table) })).sort((a, b) => a.end - b.end);
  const { total } = page.worlds;
  const [least, most] = [sorted[0], sorted.at(-1)];
  if (sorted.length === 1) return `${least.city} ended above ${beaten(total, least.end)} of 100 model worlds.`;
  return `${least.city} went least far: it ended above ${beaten(total, least.end)} of 100 model worlds. ${
    most.city} went furthest: above ${beaten(total, most.end)} of 100.`;
}

export function Place({ page, width, on, big }) {
  const { total, runs } = page.worlds;
  const record = page.record.home.length ? page.record.home.at(-1)[1] + (page.record.rival.at(-1)?.[1] ?? 0) : null;
  const tables = page.tables.map((table, k) => ({ k, city: table.city, end: endOf(table) })).sort((a, b) => a.end - b.end);
  const values = [total[1], total[99], ...tables.map(table => table.end), ...(record == null ? [] : [record])];
  const [low, high] = [Math.max(0, Math.min(...values) - 6), Math.max(...values) + 6];
  const X = v => 26 + ((v - low) / (high - low)) * (width - 52);
  const counts = binned(total, low, high);
  const most = Math.max(...counts);
  const [base, line, letter] = big ? [150, 22, 10.5] : [112, 15, 7];
  const put = rows(tables, X, letter);
  const deep = 1 + Math.max(...put.map(table => table.row));
  const wide = (width - 52) / BINS;
  return html`<svg width=${width} height=${base + 34 + deep * line} role="img" aria-label=${placeSentence(page)}>
    ${counts.map((n, k) => html`<rect key=${k} class="worlds" x=${26 + k * wide + 0.5} y=${base - (n / most) * (base - 26)} width=${wide - 1}
      height=${(n / most) * (base - 26)} />`)}
    <line class="base" x1="26" x2=${width - 26} y1=${base} y2=${base} />
    ${stepsTo(high).filter(v => v >= low).map(v => html`<text key=${v} x=${X(v)} y=${base - 5} text-anchor="middle" class="onbars">${v}</text>`)}
    <text x=${X(total[50])} y="1" dy=".8em" text-anchor="middle">${runs.toLocaleString("en")} model worlds</text>
    ${record != null && html`<g class="recorded"><line x1=${X(record)} x2=${X(record)} y1="22" y2=${base + 12} />
      <text class="strong" x=${X(record) - 5} y="34" text-anchor="end">history</text></g>`}
    ${put.map(table => html`<g key=${table.k} class="spot ${table.k === on ? "on" : ""}">
      <line x1=${table.x} x2=${table.x} y1=${base} y2=${base + 14 + table.row * line} />
      <circle cx=${table.x} cy=${base} r="4.6" /><text x=${table.x} y=${base + 16 + table.row * line} dy=".8em" text-anchor="middle">${table.city}
        </text></g>`)}</svg>`;
}
