// A share as a hundred worlds: natural frequencies, which people read better than percentages.
import { html } from "../preact-htm.js";
import { ofHundred } from "./words.js";

/** Which of the hundred dots are lit, and which of them changed since `was`. */
export function dots(now, was) {
  return Array.from({ length: 100 }, (_, k) => {
    const lit = now != null && k < now;
    return { k, lit, changed: was != null && lit !== k < was };
  });
}

/** The square of dots alone, `size` pixels wide; `tone` is home, rival, congress, press or ink. */
export function Dots({ now, was, tone = "ink", size = 54 }) {
  const cell = size / 10;
  const place = k => ({ cx: (k % 10) * cell + cell / 2, cy: size - Math.floor(k / 10) * cell - cell / 2 });
  const cls = d => `dot100 ${d.lit ? `lit ${tone}` : ""} ${d.changed ? "changed" : ""}`;
  return html`<svg class="dots" width=${size} height=${size} viewBox="0 0 ${size} ${size}" aria-hidden="true">${dots(now, was).map(d => html`
    <circle key=${d.k} class=${cls(d)} ...${place(d.k)} r=${cell * (d.lit ? 0.37 : 0.31)} />`)}</svg>`;
}

/** Dots, number and words. `share` and `was` are from 0 to 1, or missing; `help` becomes a tooltip. */
export function Hundred({ share, was, label, tone, size = 54, help }) {
  const now = ofHundred(share);
  const then = ofHundred(was);
  const moved = now != null && then != null && now !== then;
  const told = now == null ? `${label}: cannot happen here` : `${label}: ${now} of 100 worlds${moved ? `, pinned ${then}` : ""}`;
  return html`<div class="hundred" role="img" aria-label=${told} title=${help}>
    <${Dots} now=${now} was=${then} tone=${tone} size=${size} />
    <div><b class="num">${now == null ? "–" : now}</b>${moved && html` <span class="was num">was ${then}</span>`}
      <span class="lab">${label}</span></div></div>`;
}
