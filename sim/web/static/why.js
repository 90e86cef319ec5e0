// One explanation as a column of arithmetic: what hurt, what was hoped, how much, what, and the luck of the draw.
import { html } from "./preact-htm.js";
import { Luck } from "./charts/luck.js";
import { num, percent, sayDate, signed } from "./charts/words.js";

const SHOWN = 6; // options of the menu, injuries of the ledger
const FULL_BAR = 5; // log-odds that fill half a bar
const SMALL = 0.05; // points that an entry of the ledger needs to be named

/** An option as one says it: "close 3 sites", not the name of a measure. */
export const sayOption = words => words.replace(/close_site (\d+)/g, (_, n) => `close ${n} site${n === "1" ? "" : "s"}`).replace(/_/g, " ");

const chosenOf = why => why.options[why.chosen];

/** The question that the panel answers. */
export function question(page, why) {
  const when = sayDate(page.start, why.day);
  if (!why.deliberated) return `Why was ${why.actor} silent on ${when}?`;
  const { form, words } = chosenOf(why);
  if (form === "none") return `Why did ${why.actor} do nothing on ${when}?`;
  const what = { parity: "parity", mirror: "a mirror" }[form] || `“${sayOption(words)}”`;
  return `Why did ${why.actor} choose ${what} on ${when}?`;
}

/** The sentence without what the heading and the sums below say already. */
export function shorter(sentence) {
  const rest = sayOption(sentence)
    .replace(/^[^.]*?: /, "")
    .replace(/: (\d+)\.0% a day/, " ($1% a day)")
    .replace(/ A full answer would have been[^.]*\.\d[^.]*\.\d[^.]*\.\d\./, "");
  return rest.charAt(0).toUpperCase() + rest.slice(1);
}

/** The largest open injuries by name, the rest as one. */
export function injuries(entries) {
  const open = entries.filter(e => e.left > SMALL);
  if (open.length <= SHOWN) return open.map(e => ({ words: plain(e.words), left: e.left }));
  const top = open.slice(0, SHOWN - 1);
  const rest = open.slice(SHOWN - 1);
  const left = rest.reduce((sum, e) => sum + e.left, 0);
  return [...top.map(e => ({ words: plain(e.words), left: e.left })), { words: `${rest.length} smaller ones`, left }];
}

const plain = words => words.replace(" (scripted)", "").replace(/\.$/, "");

/** The likeliest options, the chosen one always among them. */
export function menuOf(why) {
  const all = why.options.map((o, k) => ({ ...o, k, here: k === why.chosen }));
  all.sort((a, b) => b.probability - a.probability);
  const shown = all.slice(0, SHOWN);
  if (!shown.some(o => o.here)) shown.push(all.find(o => o.here));
  return { shown, left: all.length - shown.length };
}

function Ledger({ why }) {
  const struck = why.side === "home" ? "rival" : "home";
  const parts = injuries(why.entries);
  const shade = i => `shade ${struck} s${Math.min(5, i)}`;
  return html`<section><h3>Unanswered injuries <b>${num(why.ledger)} points</b></h3>
    ${parts.length === 0 && html`<p class="small soft">The book is empty.</p>`}
    <div class="stack" aria-hidden="true">${parts.map((e, i) => html`
      <i key=${i} class=${shade(i)} style=${{ flex: String(e.left) }} title=${e.words}></i>`)}</div>
    <ul class="entries">${parts.map((e, i) => html`<li key=${i}><i class=${shade(i)}></i><span>${e.words}</span>
      <b class="num">${num(e.left)}</b></li>`)}</ul></section>`;
}

function Terms({ belief }) {
  return belief.terms.filter(t => Math.abs(t.log_odds) > 0.005).map(t => {
    const half = Math.min(1, Math.abs(t.log_odds) / FULL_BAR) * 50;
    const place = { left: `${t.log_odds < 0 ? 50 - half : 50}%`, width: `${half}%` };
    return html`<li key=${t.words}><span>${t.words}</span>
      <span class="bar" aria-hidden="true"><i class=${t.log_odds < 0 ? "against" : "for"} style=${place}></i></span>
      <b class="num">${signed(t.log_odds)}</b></li>`;
  });
}

const ODDS = "Log-odds: what each reason adds to or takes off the belief, before it becomes a chance. About 2 turns one half into nine tenths.";

function Hope({ why }) {
  if (why.side !== "rival" || !why.hope) return null;
  const sum = `${num(why.willing.probability, 2)} willing × ${num(why.able.probability, 2)} able = ${num(why.hope, 2)}`;
  return html`<section><h3><abbr title=${ODDS}>Hope of relief</abbr> <b>${sum}</b></h3>
    <ul class="odds"><${Terms} belief=${why.willing} /><${Terms} belief=${why.able} /></ul></section>`;
}

function HowMuch({ why }) {
  return html`<section><h3>How much</h3><dl class="sumline">
    <dt>${num(why.reciprocity, 2)} × ledger of ${num(why.ledger)}</dt><dd>${num(why.reciprocity * why.ledger)}</dd>
    <dt>withheld for ${why.side === "rival" ? "hope" : "a reset"}</dt><dd>${num(-why.restraint)}</dd>
    <dt class="total">target</dt><dd class="total">${num(why.target)}</dd></dl></section>`;
}

function Menu({ why }) {
  const { shown, left } = menuOf(why);
  const most = Math.max(0.01, ...shown.map(o => o.probability));
  const bar = o => ({ width: `${(100 * o.probability) / most}%` });
  return html`<section><h3>What: the menu</h3><table class="menu">
    <thead><tr><th scope="col">option</th><th scope="col">points</th><th scope="col"><span class="sr">bar</span></th>
      <th scope="col">chance</th></tr></thead>
    <tbody>${shown.map(o => html`<tr key=${o.k} class=${o.here ? "chosen" : ""}>
      <td>${sayOption(o.words)}${o.here && html`<span class="sr"> (chosen)</span>`}</td><td>${num(o.severity)}</td>
      <td aria-hidden="true"><span class="bar ${o.here ? why.side : ""}" style=${bar(o)}></span></td>
      <td>${percent(o.probability)}</td></tr>`)}</tbody></table>
    ${left > 0 && html`<p class="tiny faint">and ${left} less likely</p>`}</section>`;
}

/** The panel. `why` is an explanation as JSON, or nothing yet; `width` is that of the strip of luck. */
export function Why({ page, why, width }) {
  if (!why) {
    return html`<div class="why"><p class="eyebrow">Why?</p><p class="say">Choose a circle in the world below for its
      reasons, or a small ring: a moment at which a government thought it over and did nothing.</p></div>`;
  }
  const worded = { ...why, options: why.options.map(o => ({ ...o, words: sayOption(o.words) })) };
  const drawn = why.deliberated && why.luck != null && !why.forced;
  return html`<div class="why" aria-live="polite"><p class="eyebrow">Why?</p>
    <h2>${question(page, why)}</h2><p class="say">${shorter(why.sentence)}</p>
    <${Ledger} why=${why} /><${Hope} why=${why} /><${HowMuch} why=${why} />
    ${why.deliberated && html`<${Menu} why=${why} />`}
    ${drawn && width > 0 && html`<section><h3>The luck of the draw</h3>
      <${Luck} why=${worded} width=${width} tone=${why.side} /></section>`}</div>`;
}
