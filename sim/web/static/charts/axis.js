// Scales, step lines and the axis of dates.
import { html } from "../preact-htm.js";
import { dateOf, MONTHS } from "./words.js";

const DAY = 864e5;

/** Days at which a month begins; `label` where there is room for a word. */
export function ticks(start, days, width) {
  const made = [];
  const first = dateOf(start, 0);
  const monthWide = (width / days) * 30.4;
  const every = monthWide < 9 ? 12 : monthWide < 15 ? 6 : monthWide < 40 ? 3 : 1;
  let year = first.getUTCFullYear();
  for (let month = first.getUTCMonth() + 1; ; month++) {
    if (month > 11) [month, year] = [0, year + 1];
    const day = (Date.UTC(year, month, 1) - Date.parse(`${start}T00:00Z`)) / DAY;
    if (day >= days) return made;
    const major = month % every === 0;
    made.push({ day, major, year: month === 0, label: month === 0 ? String(year) : major ? MONTHS[month] : "" });
  }
}

/** The axis of dates below a picture; `X` takes a day to its place. */
export function TimeAxis({ start, days, X, y, width }) {
  const wide = width / days > 1;
  return html`<g class="axis" aria-hidden="true">
    ${ticks(start, days, width).filter(t => t.major || wide).map(t => html`<g key=${t.day}>
      <line x1=${X(t.day)} x2=${X(t.day)} y1=${y} y2=${y + (t.major ? 6 : 3)} />
      ${t.label && html`<text x=${X(t.day)} y=${y + 7} dy="1em" text-anchor="middle" class=${t.year ? "strong" : ""}>
        ${t.label}</text>`}</g>`)}
  </g>`;
}

/** Lines across a picture at round values up to `top`, from `left` to `end`, with their numbers where it is the first. */
export function Grid({ top, left, end, Y, first = true }) {
  return html`<g class="grid" aria-hidden="true">${stepsTo(top).map(v => html`<g key=${v}>
    <line class=${v ? "" : "base"} x1=${left} x2=${end} y1=${Y(v)} y2=${Y(v)} />
    ${first && html`<text x=${left - 7} y=${Y(v)} dy=".34em" text-anchor="end">${v}</text>`}</g>`)}</g>`;
}

/** Round steps for an axis that ends at `top`: 4 to 7 lines. */
export function stepsTo(top) {
  const rough = top / 6;
  const power = 10 ** Math.floor(Math.log10(rough));
  const each = power * [1, 2, 5, 10].find(k => k * power >= rough);
  const made = [];
  for (let v = 0; v <= top + each / 1e6; v += each) made.push(Number(v.toPrecision(6)));
  return made;
}

/** The round top of an axis that holds `most`. */
export function roundTop(most, least = 10) {
  const high = Math.max(most, least);
  const power = 10 ** Math.floor(Math.log10(high));
  return power * [1, 1.5, 2, 3, 4, 5, 6, 8, 10].find(k => k * power >= high * 0.999);
}

const px = v => v.toFixed(1);

/** A line that keeps its value until the next; only changes are written, so that the text stays short. */
export function stepLine(xs, ys, end) {
  let d = `M${px(xs[0])} ${px(ys[0])}`;
  for (let i = 1; i < xs.length; i++) if (ys[i] !== ys[i - 1]) d += `H${px(xs[i])}V${px(ys[i])}`;
  return `${d}H${px(end)}`;
}

/** The area between two such lines. */
export function stepBand(xs, low, high, end) {
  let d = `${stepLine(xs, high, end)}V${px(low[low.length - 1])}`;
  for (let i = xs.length - 1; i > 0; i--) if (low[i] !== low[i - 1]) d += `H${px(xs[i])}V${px(low[i - 1])}`;
  return `${d}H${px(xs[0])}Z`;
}

/** A path given by its changes, [[day, value], ...], from nought. */
export function changesLine(changes, X, Y, end) {
  const steps = changes.map(([day, value]) => `H${px(X(day))}V${px(Y(value))}`);
  return `M${px(X(0))} ${px(Y(0))}${steps.join("")}H${px(end)}`;
}

/** The value of such a path on a day. */
export function valueAt(changes, day) {
  let value = 0;
  for (const [since, v] of changes) if (since <= day) value = v;
  return value;
}

/** The area under points, down to `base`. */
export function areaUnder(xs, ys, base) {
  const points = ys.map((y, i) => `L${px(xs[i])} ${px(y)}`);
  return `M${px(xs[0])} ${px(base)}${points.join("")}V${px(base)}Z`;
}
