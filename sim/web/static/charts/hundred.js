// A share as a hundred worlds: natural frequencies, which people read better than percentages.
import { html } from "../preact-htm.js";
import { ofHundred } from "./words.js";

/** How many of the first hundred worlds (letters 1, 0, x) came to it since the pin, and how many left it. */
export function moves(now, was) {
  const count = (from, to) => [...(now || "")].filter((c, k) => c === to && (was || "")[k] === from).length;
  return { came: count("0", "1"), went: count("1", "0") };
}

/** Which of the hundred dots are lit, and which are ringed: `was` were lit, and `both` worlds more changed each way, so
 * that a share that stands still while its worlds change places shows it. */
export function dots(now, was, both = 0) {
  const known = now != null && was != null;
  const swap = known ? Math.min(both, now, was, 100 - now, 100 - was) : 0;
  const [from, to] = known ? [Math.min(now, was) - swap, Math.max(now, was) + swap] : [0, 0];
  return Array.from({ length: 100 }, (_, k) => ({ k, lit: now != null && k < now, changed: k >= from && k < to }));
}

/** The square of dots alone, `size` pixels wide; `tone` is home, rival, congress, press or ink. */
export function Dots({ now, was, both, tone = "ink", size = 54 }) {
  const cell = size / 10;
  const place = k => ({ cx: (k % 10) * cell + cell / 2, cy: size - Math.floor(k / 10) * cell - cell / 2 });
  const cls = d => `dot100 ${d.lit ? `lit ${tone}` : ""} ${d.changed ? "changed" : ""}`;
  return html`<svg class="dots" width=${size} height=${size} viewBox="0 0 ${size} ${size}" aria-hidden="true">${dots(now, was, both).map(d => html`
    <circle key=${d.k} class=${cls(d)} ...${place(d.k)} r=${cell * (d.lit ? 0.37 : 0.31)} />`)}</svg>`;
}

/** Dots, number and words. `share` and `was` are from 0 to 1, or missing; `moved` is of {@link moves}; `help` a tooltip. */
export function Hundred({ share, was, moved: { came, went } = { came: 0, went: 0 }, label, tone, size = 54, help }) {
  const now = ofHundred(share);
  const then = ofHundred(was);
  const moved = now != null && then != null && now !== then;
  const changed = then != null && came + went > 0 ? `; of a hundred worlds ${came} came to it and ${went} left it` : "";
  const told = now == null ? `${label}: not known` : `${label}: ${now} of 100 worlds${moved ? `, pinned ${then}` : ""}${changed}`;
  return html`<div class="hundred" role="img" aria-label=${told} title=${`${help || ""}${changed ? ` Ringed${changed}.` : ""}`}>
    <${Dots} now=${now} was=${then} both=${Math.min(came, went)} tone=${tone} size=${size} />
    <div><b class="num">${now == null ? "–" : now}</b>${moved && html` <span class="was num">was ${then}</span>`}
      <span class="lab">${label}</span></div></div>`;
}
