// Pairs of worlds with the same luck: when they part, and who takes the first other step.
import { html } from "../preact-htm.js";
import { TimeAxis } from "./axis.js";
import { actorOf, capital, listed, ofHundred } from "./words.js";

const BINS = 24;

/** Days per author into `bins` equal spans: {author: [count, ...]} in the order of the legend. */
export function histogram(partings, days, bins = BINS) {
  const made = {};
  for (const { day, author } of partings) {
    made[author] ||= new Array(bins).fill(0);
    made[author][Math.min(bins - 1, Math.floor((day / days) * bins))]++;
  }
  return made;
}

/** `pair`: {pairs, never (the share that never part), partings: [{day, author}]}. */
export function Partings({ page, pair, width, height = 96 }) {
  const counts = histogram(pair.partings, page.days);
  const authors = Object.keys(counts);
  const totals = Array.from({ length: BINS }, (_, k) => authors.reduce((sum, a) => sum + counts[a][k], 0));
  const most = Math.max(1, ...totals);
  const base = height - 26;
  const wide = width / BINS;
  const X = day => (day / page.days) * width;
  const bars = authors.map((author, j) => counts[author].map((n, k) => {
    const below = authors.slice(0, j).reduce((sum, a) => sum + counts[a][k], 0);
    const [h, y] = [(n / most) * (base - 6), base - ((below + n) / most) * (base - 6)];
    return n > 0 && html`<rect key=${author + k} class="bar ${author}" x=${k * wide + 1} y=${y} width=${wide - 2} height=${h} />`;
  }));
  const share = a => ofHundred(counts[a].reduce((x, y) => x + y, 0) / pair.pairs);
  authors.sort((a, b) => share(b) - share(a));
  const first = authors.map(a => html`<span class="author"><i class="bar ${a}"></i>${capital(actorOf(page, a))} first: ${share(a)}</span>`);
  const words = authors.map(a => `${actorOf(page, a)} takes the first other step in ${share(a)}`);
  const told = `Of a hundred pairs of worlds with the same luck ${ofHundred(pair.never)} never part; ${listed(words)}.`;
  return html`<figure class="partings"><svg width=${width} height=${height} role="img" aria-label=${told}>
      <line class="base" x1="0" x2=${width} y1=${base} y2=${base} />${bars}
      <${TimeAxis} start=${page.start} days=${page.days} X=${X} y=${base} width=${width} /></svg>
    <figcaption class="small soft" aria-hidden="true">Of 100 pairs: ${first}
      <span class="author">never part: ${ofHundred(pair.never)}</span></figcaption></figure>`;
}
