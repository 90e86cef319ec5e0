// The path of one table so far, small; what lies ahead is grey.
import { html } from "../preact-htm.js";
import { changesLine, ticks, valueAt } from "../charts/axis.js";
import { num, SIDES } from "../charts/words.js";

const SIZES = { desk: [236, 78, 17, 13], wall: [330, 96, 24, 18] }; // wide, tall, room for dates and where they stand

export function Mini({ row, about, top }) {
  const [WIDE, TALL, FOOT, DATES] = SIZES[document.documentElement.classList.contains("wall") ? "wall" : "desk"];
  const now = Math.min(about.days, Math.max(0, row.day));
  const X = day => (day / about.days) * WIDE;
  const Y = v => TALL - (Math.min(v, top) / top) * (TALL - 5);
  const at = side => valueAt(row.path[side] || [], now);
  const marks = ticks(about.start, about.days, WIDE).filter(t => t.label && X(t.day) < WIDE - 40);
  const told = SIDES.map(side => `${about[side]} ${num(at(side))}`).join(", ");
  return html`<svg class="mini" viewBox="0 0 ${WIDE} ${TALL + FOOT}" role="img" aria-label="Points so far: ${told}">
    <rect class="ahead" x=${X(now)} y="0" width=${WIDE - X(now)} height=${TALL} /><line class="base" x1="0" x2=${WIDE} y1=${TALL} y2=${TALL} />
    ${SIDES.map(side => html`<g key=${side} class=${side}><path d=${changesLine(row.path[side] || [], X, Y, X(now))} />
      <circle cx=${X(now)} cy=${Y(at(side))} r="3.4" /></g>`)}
    ${marks.map(t => html`<text key=${t.day} x=${X(t.day) + 2} y=${TALL + DATES}>${t.label}</text>`)}</svg>`;
}
