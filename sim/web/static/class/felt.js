// What was meant against what was felt, at one table.
import { html } from "../preact-htm.js";
import { roundTop, stepsTo } from "../charts/axis.js";
import { num, sayDate } from "../charts/words.js";

/** Blows of one side on one day together. */
export function blowsOf(felt) {
  const found = new Map();
  for (const one of felt) {
    const key = one.day + one.side;
    const blow = found.get(key) || { day: one.day, side: one.side, meant: 0, granted: 0, felt: 0, words: [] };
    for (const what of ["meant", "granted", "felt"]) blow[what] += one[what];
    blow.words.push(one.words);
    found.set(key, blow);
  }
  return [...found.values()].sort((a, b) => b.meant - a.meant);
}

export function Felt({ page, table, width, big }) {
  const blows = blowsOf(table.felt);
  const m = big ? { l: 52, r: 30, t: 34, b: 58 } : { l: 38, r: 20, t: 24, b: 40 };
  const height = big ? 330 : 240;
  const [w, h] = [width - m.l - m.r, height - m.t - m.b];
  const top = roundTop(Math.max(...blows.map(blow => Math.max(blow.meant, blow.felt)), 5), 5);
  const X = v => m.l + (v / top) * w;
  const Y = v => m.t + h - (v / top) * h;
  const named = []; // the heaviest, where their dates do not stand on one another
  for (const blow of blows) if (named.length < 3 && named.every(one => Math.abs(Y(one.felt) - Y(blow.felt)) > 20)) named.push(blow);
  const parts = blow => `meant ${num(blow.meant)}, granted ${num(blow.granted)}, felt ${num(blow.felt)}`;
  const tell = blow => `${sayDate(page.start, blow.day)}, ${page[blow.side]}: ${parts(blow)}`;
  const shape = blow => (blow.side === "home" ? html`<circle cx=${X(blow.meant)} cy=${Y(blow.felt)} r="6.5" />`
    : html`<rect x=${X(blow.meant) - 6} y=${Y(blow.felt) - 6} width="12" height="12" />`);
  return html`<svg width=${width} height=${height} role="img"
    aria-label="Points meant against points felt, table ${table.city}: ${blows.slice(0, 4).map(tell).join("; ")}">
    <line class="even" x1=${X(0)} y1=${Y(0)} x2=${X(top)} y2=${Y(top)} />
    ${stepsTo(top).map(v => html`<g key=${v}><text x=${X(v)} y=${m.t + h + 6} dy=".9em" text-anchor="middle">${v}</text>
      ${v > 0 && html`<text x=${m.l - 8} y=${Y(v)} dy=".34em" text-anchor="end">${v}</text>`}</g>`)}
    <text x=${m.l + w} y=${height - 5} text-anchor="end">points meant</text><text x="0" y="0" dy=".9em">points felt as a new injury</text>
    ${blows.map(blow => html`<g key=${blow.day + blow.side} class="blow ${blow.side}">
      <line x1=${X(blow.meant)} x2=${X(blow.meant)} y1=${Y(blow.felt)} y2=${Y(Math.min(top, blow.felt + blow.granted))} />${shape(blow)}<title>
        ${tell(blow)}</title></g>`)}
    ${named.map(blow => html`<text key=${blow.day + blow.side} class="strong" x=${X(blow.meant) + (blow.meant > top / 2 ? -11 : 11)}
      y=${Y(blow.felt)} dy=".34em"
      text-anchor=${blow.meant > top / 2 ? "end" : "start"}>${sayDate(page.start, blow.day)}</text>`)}</svg>`;
}
