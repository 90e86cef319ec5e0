// Guesses against deeds, and the reasons that were sealed at the turning points.
import { html } from "../preact-htm.js";
import { num, sayDate } from "../charts/words.js";
import { GUESSES, seatName, TONE } from "./words.js";

const KEYS = GUESSES.map(([key]) => key);
const WORDS = { nothing: "nothing", less: "less", "as much": "as much", more: "more" };
const MOST = 8;

/** How many guesses came true, and of how many. */
export function hitsOf(guesses) {
  const all = KEYS.flatMap(guess => KEYS.map(came => guesses[guess][came])).reduce((a, b) => a + b, 0);
  return [KEYS.reduce((sum, key) => sum + guesses[key][key], 0), all];
}

export function Guesses({ page }) {
  const [right, all] = hitsOf(page.guesses);
  const most = Math.max(1, ...KEYS.flatMap(guess => KEYS.map(came => page.guesses[guess][came])));
  if (!all) return html`<p class="cap">Nobody has guessed yet what the other side would do, or they have not met again.</p>`;
  return html`<p class="cap">Of ${all} guesses ${right} came true. Whoever guesses by lot is right in about a quarter.</p>
    <table class="matrix"><thead><tr><th scope="col">guessed</th>${KEYS.map(came => html`<th key=${came} scope="col">
      ${came === "nothing" ? "came: " : ""}${WORDS[came]}</th>`)}</tr></thead>
    <tbody>${KEYS.map(guess => html`<tr key=${guess}><th scope="row">${WORDS[guess]}</th>${KEYS.map(came => {
      const n = page.guesses[guess][came];
      return html`<td key=${came} class=${guess === came ? "hit" : ""}><i style=${{ width: `${(n / most) * 100}%` }} aria-hidden="true"></i><span>
        ${n}</span></td>`;
    })}</tr>`)}</tbody></table>`;
}

/** The heaviest moves that somebody gave a reason for, at most two a table, and who went first in giving relief. */
export function turningPoints(page, most = MOST) {
  const explained = deed => deed.why && deed.by === "student";
  const told = page.tables.flatMap(table => table.deeds.filter(explained).map(deed => ({ ...deed, city: table.city })));
  const relief = told.filter(deed => deed.move === "give relief").sort((a, b) => a.day - b.day)[0];
  const count = {};
  const heavy = told.filter(deed => deed !== relief).sort((a, b) => b.points - a.points).filter(deed => {
    count[deed.city] = (count[deed.city] || 0) + 1;
    return count[deed.city] <= 2;
  });
  return [...heavy.slice(0, relief ? most - 1 : most), ...(relief ? [relief] : [])].sort((a, b) => a.day - b.day);
}

export function Reasons({ page, about }) {
  const points = turningPoints(page);
  if (!points.length) return html`<p class="cap">Nobody has written down why.</p>`;
  return html`<ul class="reasons">${points.map(deed => html`<li key=${deed.city + deed.number}><span><b>${deed.city}
    </b>, ${sayDate(page.start, deed.day)}:${" "}
    <b class=${TONE[deed.chair]}>${seatName(deed.chair, about)}</b> ${deed.move}${deed.points > 0 ? `, ${num(deed.points)} points` : ""}
      </span><q>${deed.why}</q></li>`)}</ul>`;
}
