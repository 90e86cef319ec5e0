// The draw that chose: from 0 to 1, cut by the chances of the menu, and where the luck fell.
import { html } from "../preact-htm.js";
import { num, percent } from "./words.js";

const LETTER = 6.1;

/** The options one after another, as spans of [0, 1]. */
export function cutsOf(options) {
  let at = 0;
  return options.map((option, k) => {
    const from = at;
    at += option.probability;
    return { k, option, from, to: at };
  });
}

const fits = (words, wide) => {
  const shortest = words.split(" ")[0];
  return [words, shortest].find(text => text.length * LETTER < wide - 6) || "";
};

export function Luck({ why, width, tone }) {
  const told = `The draw was ${num(why.luck, 3)}; it fell on: ${why.options[why.chosen].words}.`;
  const x = why.luck * width;
  return html`<svg class="luck" width=${width} height="58" role="img" aria-label=${told}>
    ${cutsOf(why.options).filter(c => c.to - c.from > 0.002).map(c => {
      const wide = Math.max(0.5, (c.to - c.from) * width - 1);
      const here = c.k === why.chosen;
      return html`<g key=${c.k} class=${here ? `cut here ${tone}` : "cut"}>
        <rect x=${c.from * width} y="20" width=${wide} height="20" rx="2" />
        <title>${c.option.words}: ${percent(c.option.probability)}</title>
        <text x=${c.from * width + wide / 2} y="34" text-anchor="middle">${fits(c.option.words, wide)}</text></g>`;
    })}
    <path class="needle" d="M${x} 19l-5 -8h10z" />
    <text x=${Math.min(width - 34, Math.max(34, x))} y="8" text-anchor="middle" class="strong">drawn ${num(why.luck, 3)}</text>
    <text x="0" y="54">0</text><text x=${width} y="54" text-anchor="end">1</text></svg>`;
}
