// The worlds of a screen as two fans, with the pinned ones in grey: asked by address, as high as they reach.
import { html, useEffect, useState } from "../preact-htm.js";
import { Fan, SIDES } from "../charts.js";
import { betterTop, MANY } from "../explorer/answers.js";
import { sharedTop } from "../explorer/worlds.js";
import { PHONE, useMedia, useWidth } from "../explorer/use.js";

const RUNS = 2000; // as many as stand behind the numbers of the lesson, of the same luck
const FIRST_TOP = 80;
const GUTTER = 22;
const MOST_TRIES = 8;
const WALL = "(min-width: 1800px)";

/** The fan of a link, counted again, higher, while worlds are cut off. */
async function fanOf(query, most) {
  for (let top = FIRST_TOP, tries = 0; ; tries += 1) {
    const asked = await fetch(`/api/fan?${query}&runs=${Math.min(RUNS, most)}&top=${top}`);
    const fan = await asked.json();
    if (!asked.ok) throw new Error(fan.error || asked.statusText);
    const better = betterTop(fan);
    if (better <= top || tries >= MOST_TRIES) return fan;
    top = better;
  }
}

async function drawn({ query, pin }) {
  const page = await (await fetch(`/api/page?${query}`)).json();
  const [fan, other] = await Promise.all([query, pin].map(link => link && fanOf(link, page.most || MANY)));
  return { page, fan, pin: other };
}

export function Pictures({ screen }) {
  const [found, setFound] = useState({ words: "Counting worlds." });
  const [ref, width] = useWidth();
  const phone = useMedia(PHONE);
  const big = useMedia(WALL);
  useEffect(() => {
    drawn(screen).then(setFound).catch(error => setFound({ words: `The pictures could not be drawn: ${error.message}` }));
  }, []);
  const { page, fan, pin, words } = found;
  const top = page ? sharedTop(page, fan, pin, null) : 0;
  const half = Math.floor((width - GUTTER) / 2);
  const wide = i => (phone ? width : half + (i ? 0 : GUTTER));
  const tall = phone ? 216 : big ? 400 : 260;
  return html`<div ref=${ref}><div class="fans">${page && width > 0 && SIDES.map((side, i) => html`<${Fan} key=${side} side=${side}
      name=${page[side]} page=${page} first=${phone || i === 0} fan=${fan} pin=${pin} width=${wide(i)} height=${tall} top=${top}
      look="bands" big=${big} />`)}</div>
    <p class="small soft" role="status">${page ? `${fan.runs.toLocaleString("en")} worlds, nine of ten and the middle half; line: the median.${
      pin ? " Grey: the worlds they are held against, in the same luck." : ""}` : words}</p></div>`;
}
