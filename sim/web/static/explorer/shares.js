// What the shares of a fan are called, and which of them a scenario has: the sentence and the hundred dots.
import { html } from "../preact-htm.js";
import { ofHundred, signed } from "../charts.js";

const ARTICLE = /^(United|Soviet)/;

/** The name of a side inside a sentence: "the United States", "Russia". */
const named = (page, side) => (ARTICLE.test(page[side]) ? `the ${page[side]}` : page[side]);
const adjective = (page, side) => (page.adjectives && page.adjectives[side]) || (side === "home" ? "home" : "rival");

/** All shares that can be told. `clause` continues "in 82 of 100 worlds ..."; `of` reads one off a fan. */
export function sharesOf(page) {
  const [home, rival] = [named(page, "home"), named(page, "rival")];
  return [
    { key: "parity", tone: "rival", of: f => f.parity, label: "cut to parity",
      clause: `${rival} cuts the ${adjective(page, "home")} staff to its own number`,
      help: `Parity: ${page.rival} lets the other side keep as many people as it has itself.` },
    { key: "before", tone: "rival", of: f => f.before, label: "answer before the vote",
      clause: `${rival} answers before Congress has voted`,
      help: `Among worlds with a final vote: ${page.rival} strikes before it.` },
    { key: "law", tone: "congress", of: f => (page.congress === false ? null : f.law), label: "a law against the president",
      clause: "Congress passes a sanctions law", help: "A sanctions law is in force before the end." },
    { key: "eased", tone: "home", of: f => f.eased, label: "relief is given",
      clause: `${home} gives something back`, help: "The executive takes some of its measures back." },
    { key: "answer", tone: "rival", of: f => f.answer, label: `${page.rival} answers`,
      clause: `${rival} answers`, help: `${page.rival} takes at least one measure.` },
    { key: "contained", tone: "home", of: f => f.classes[1], label: "contained: answers shrink",
      clause: "the quarrel dies down", help: "Answers are on average smaller than what they answer." },
    { key: "even", tone: "ink", of: f => f.classes[2], label: "even: tit for tat",
      clause: "blow follows blow of the same size", help: "Answers are as large as what they answer, within 2%." },
    { key: "spiral", tone: "press", of: f => f.classes[3], label: "spiral: answers grow",
      clause: "the quarrel feeds itself", help: "Answers are on average larger than what they answer." },
  ];
}

const DOTS = 5;
const FIRST = ["parity", "before", "law", "eased", "spiral"];
const CAN = share => share != null && share > 0.004;

/** The shares that this scenario can have. `fans`: all that were seen, so that none comes and goes under the hand. */
export function shownShares(page, fans) {
  const able = sharesOf(page).filter(x => fans.some(f => CAN(x.of(f))));
  const rank = x => (FIRST.includes(x.key) ? FIRST.indexOf(x.key) : FIRST.length);
  const kept = [...able].sort((a, b) => rank(a) - rank(b)).slice(0, DOTS);
  return able.filter(x => kept.includes(x));
}

/** A share of the scenario's headline, by its key in the `shares` of a fan, with the clause it comes with. */
function spoken(page, key) {
  const clause = page.clauses && page.clauses[key];
  if (clause) return { key, clause, of: f => f.shares[key] };
  return sharesOf(page).find(x => x.key === key);
}

/** The two that the sentence speaks of: the scenario's own where it can have them, else how the quarrel goes. */
export function spokenShares(page, fan) {
  const told = keys => keys.map(key => spoken(page, key)).filter(x => x && x.of(fan) != null);
  const asked = page.headline || ["parity", "before"];
  const own = told(asked);
  return (own.length === asked.length ? own : [...told(["answer", "spiral"]), ...own]).slice(0, 2);
}

/** The second clause, with "it" where it has the subject of the first. */
function after(page, first, second) {
  const same = ["home", "rival"].map(side => named(page, side)).find(x => [first, second].every(c => c.startsWith(`${x} `)));
  return same ? `it${second.slice(same.length)}` : second;
}

function Change({ now, was }) {
  if (was == null || now == null || ofHundred(now) === ofHundred(was)) return "";
  return html`<span class="d"> (${signed(ofHundred(now) - ofHundred(was), 0)})</span>`;
}

/** The sentence on top: what the picture says. */
export function Headline({ page, fan, pin, waiting }) {
  if (!fan) return html`<h1 class="headline" aria-live="polite">${waiting}</h1>`;
  const [one, two] = spokenShares(page, fan);
  if (!one) return html`<h1 class="headline" aria-live="polite">In none of these worlds does either side strike.</h1>`;
  const count = x => html`<b>${ofHundred(x.of(fan))}${x === one && " of 100"}</b><${Change} now=${x.of(fan)} was=${pin && x.of(pin)} />`;
  const then = two && after(page, one.clause, two.clause);
  return html`<h1 class="headline" aria-live="polite">In ${count(one)} worlds ${one.clause}${two && html`; in ${count(two)} ${then}`}.</h1>`;
}
