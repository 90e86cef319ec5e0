// The debrief on a phone: what became of one's own table, what one guessed, and what the model would have done.
import { html, useState } from "../preact-htm.js";
import { num, sayDate } from "../charts/words.js";
import { useWidth } from "../explorer/use.js";
import { useDebrief } from "./asking.js";
import { Paths, topOf } from "./paths.js";
import { beaten } from "./place.js";
import { tokenOf } from "./socket.js";
import { seatName, TONE } from "./words.js";

function Deed({ deed, page, me }) {
  const own = deed.chair === me.chair;
  return html`<li class=${own ? "own" : ""}><span class="soft">${sayDate(page.start, deed.day)}</span> <b
    class=${TONE[deed.chair]}>${seatName(deed.chair, me)}</b>
    ${" "}${deed.move}${deed.points > 0 ? ` (${num(deed.points)})` : ""}.
    ${own && html`<span class="soft"> The model would ${deed.as_model ? "have done the same" : `have chosen: ${deed.own}`}.${
      deed.guess && deed.came ? ` You guessed ${deed.guess}; it was ${deed.came}.` : ""}</span>`}</li>`;
}

/** `code` is that of the class; the token is the one of the seat. */
export function Told({ me, code }) {
  const [found, again] = useDebrief(code, tokenOf(code));
  const [ref, width] = useWidth();
  const [all, setAll] = useState(false);
  const page = found.page;
  const k = page ? page.tables.findIndex(table => table.n === me.table) : -1;
  if (!page || k < 0) {
    return html`<div class="sheet" ref=${ref}><h1 tabindex="-1">The debrief begins.</h1><p class="lead">${found.error
      || "Look at the wall. Your own table comes here in a moment."}</p>${found.error && html`<button class="btn big"
        onclick=${again}>Try again</button>`}</div>`;
  }
  const table = page.tables[k];
  const end = table.ends ? table.ends.home_points + table.ends.rival_points : null;
  const deeds = table.deeds.filter(deed => all || deed.chair === me.chair);
  return html`<div class="sheet debrief told" ref=${ref}><h1 tabindex="-1">Table ${table.city}</h1><p class="lead">
    ${end == null ? "Your table was not played to the end."
    : html`Both sides together dealt <b>${num(end)}</b> points: more than in <b>${beaten(page.worlds.total, end)}
      </b> of 100 worlds that the model played alone.`}</p>
    ${width > 60 && ["home", "rival"].map(side => html`<${Paths} key=${side} page=${page} side=${side} width=${width - 32} height=${240} on=${k}
      top=${topOf(page)} first=${true} />`)}
    <p class="hint">Black: your table. Grey: the others. Shaded: 2,000 worlds of the model. Dashed: what happened.</p>
    <h2 class="next">What you did</h2><ul class="mydeeds">${deeds.map(deed => html`<${Deed} key=${deed.number} deed=${deed} page=${page}
      me=${me} />`)}</ul>
    <button class="btn big" onclick=${() => setAll(!all)}>${all ? "Only my chair" : "Show what all chairs did"}</button></div>`;
}
