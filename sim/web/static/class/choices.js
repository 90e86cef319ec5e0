// What a chair can answer: one list by severity, from the options and the measures of a question.
import { html, useId } from "../preact-htm.js";
import { num } from "../charts/words.js";
import { capital, otherSide, people, SIDE_OF } from "./words.js";

const SAID = [
  [/^do nothing/, "Your book stays open. So does the door."],
  [/^protest/, "Words: they settle a little of your book and hurt nobody."],
  [/^mirror and more/, "What they took from you, and something on top."],
  [/^mirror/, "Exactly what they took from you, and nothing more."],
  [/^parity/, "Cut their staff to the size of yours. Never done on this scale."],
  [/^embargo/, "Close a market to them. They cannot copy it; your own shops feel it too."],
  [/^break relations/, "Close the embassies. There is nothing above this."],
  [/^keep what/, "No relief. What was taken stays taken."],
  [/^give relief/, "Take back a part of what you did to them. Somebody has to go first."],
  [/^sign/, "It becomes law, and relief is no longer yours to give."],
  [/^let .*laps|^lapse|without/, "It becomes law without your name on it."],
  [/^veto/, "Send it back. Two thirds of both chambers can still override you."],
  [/committee/, "No vote for now. The bill waits."],
  [/floor/, "Both chambers will vote on it."],
  [/^nay/, "Against it."],
  [/^yea/, "For it."],
  [/^as each/, "No order: everybody votes as the district and the conscience say."],
  [/^hold/, "Nobody learns of it today."],
  [/^print/, "Tomorrow everybody knows, and the scandal grows."],
];
const SIZED = {
  persons: ({ view, own, other }) => `They have ${people(view.staff[other])} people here; you have ${people(view.staff[own])} there.`,
  sites: ({ view, own, other }) => `They hold ${view.sites[other]} sites here; you hold ${view.sites[own]} there.`,
  names: () => "Names on a list: no visas, no bank accounts.",
};
const AGAIN = { persons: 5, names: 5 };

const said = words => (SAID.find(([sign]) => sign.test(words)) || ["", ""])[1];

/** What a measure weighs in a size: between two steps that were computed, a straight line. */
export function weigh(lever, size) {
  const { steps } = lever;
  const k = steps.findIndex(step => step[0] >= size);
  if (k < 0) return steps.at(-1)[1];
  if (k === 0 || steps[k][0] === size) return steps[k][1];
  const [[a, low], [b, high]] = [steps[k - 1], steps[k]];
  return low + ((size - a) / (b - a)) * (high - low);
}

/** The size with which a stepper begins: what they took, if it can be taken, or a middling one. */
export function firstSize(lever, due) {
  const owed = (due && due[lever.form]) || 0;
  const middle = lever.steps[Math.floor((lever.steps.length - 1) / 2)][0];
  return Math.max(lever.least, Math.min(lever.most, owed || middle));
}

export const nameOf = (lever, size) => capital(size === 1 ? lever.one : lever.words.replace("#", people(size)));

/** All that can be sealed, lightest first: {key, move, name, points, sub, lever?}. `sizes` are those of the steppers. */
export function choicesOf(q, sizes) {
  const at = { view: q.view, own: SIDE_OF[q.chair], other: otherSide(q.chair) };
  const made = q.options.map((words, k) => ({
    key: `o${k}`, move: k, name: capital(words), points: q.points[k], sub: said(words),
  }));
  for (const lever of q.levers) {
    if (q.options.includes(lever.words)) continue;
    const size = sizes[lever.name] ?? firstSize(lever, q.view.due);
    const sub = SIZED[lever.form] ? SIZED[lever.form](at) : said(lever.words);
    made.push({ key: lever.name, move: [lever.name, size], size, lever, name: nameOf(lever, size), points: weigh(lever, size), sub });
  }
  return q.kind === "answer" ? made.sort((a, b) => a.points - b.points) : made;
}

const sameMove = (a, b) => JSON.stringify(Array.isArray(a) ? a[0] : a) === JSON.stringify(Array.isArray(b) ? b[0] : b);

function Stepper({ choice, onSize }) {
  const { lever, size } = choice;
  const each = AGAIN[lever.form] || 1;
  const to = by => event => {
    event.preventDefault();
    const round = by > 0 ? Math.floor(size / each) * each + each : Math.ceil(size / each) * each - each;
    onSize(lever.name, Math.max(lever.least, Math.min(lever.most, round)));
  };
  return html`<div class="sizes"><span class="stepper" role="group" aria-label="How many">
    <button type="button" aria-label="Fewer" disabled=${size <= lever.least} onclick=${to(-1)}>−</button>
    <output aria-live="polite">${people(size)}</output>
    <button type="button" aria-label="More" disabled=${size >= lever.most} onclick=${to(1)}>+</button></span>
    <span>of at most ${people(lever.most)}</span></div>`;
}

function Meter({ points, top, ledger }) {
  const share = v => `${Math.min(100, (v / top) * 100).toFixed(1)}%`;
  return html`<span class="meter" aria-hidden="true"><i style=${{ width: share(points) }}></i>
    ${ledger > 0 && html`<u style=${{ left: share(ledger) }}></u>`}</span>`;
}

/** Dots: who else in the chair would do this. */
function Dots({ choice, dots, me }) {
  const those = dots.filter(dot => dot.n !== me && sameMove(dot.move, choice.move));
  if (!those.length) return null;
  const told = those.map(dot => (Array.isArray(dot.move) ? `${dot.name} (${dot.move[1]})` : dot.name)).join(", ");
  return html`<span class="dots">${those.map(dot => html`<i key=${dot.n} aria-hidden="true"></i>`)} ${told}</span>`;
}

/** The list of answers as radio buttons; each with its weight as a number and as a bar against one's whole book. */
export function Choices({ choices, on, ledger = 0, dots, me, onPick, onSize, label }) {
  const group = useId();
  const weighed = choices.some(choice => choice.points > 0);
  const heaviest = Math.max(...choices.map(choice => choice.points || 0).filter(points => points < 30));
  const top = Math.max(10, heaviest, ledger) * 1.05;
  return html`<div class="choices" role="radiogroup" aria-label=${label}>${choices.map(choice => html`
    <div key=${choice.key} class="choice ${on === choice.key ? "on" : ""}"><label>
      <input type="radio" name=${group} checked=${on === choice.key} onchange=${() => onPick(choice)} />
      <span class="n">${choice.name}</span>${weighed && html`<span class="p">${num(choice.points)}<span class="sr"> points</span></span>`}
      <span class="s">${choice.sub}</span>
      ${weighed && html`<${Meter} points=${choice.points} top=${top} ledger=${ledger} />`}</label>
      <${Dots} choice=${choice} dots=${dots} me=${me} />
      ${on === choice.key && choice.lever && choice.lever.most > choice.lever.least
        && html`<${Stepper} choice=${choice} onSize=${onSize} />`}</div>`)}</div>`;
}

/** A ballot: one order for all blocs, or one for each. `votes` are numbers of options. */
export function Ballot({ q, votes, dots, me, onVotes }) {
  const group = useId();
  const short = q.options.map(words => capital(words.replace(/ on the .*/, "").replace("as each of them would", "Free")));
  return html`<div class="ballot">${votes.map((vote, bloc) => html`<fieldset key=${bloc}>
    <legend>Bloc ${bloc + 1}${q.view.seats ? `: ${Math.round(q.view.seats / q.blocs)} senators` : ""}</legend>
    <div>${short.map((word, k) => html`<label key=${k} class=${vote === k ? "on" : ""}><input type="radio" name=${`${group}${bloc}`}
      checked=${vote === k} onchange=${() => onVotes(votes.map((v, i) => (i === bloc ? k : v)))} />${word}</label>`)}</div></fieldset>`)}
    ${dots.filter(dot => dot.n !== me).map(dot => html`<p key=${dot.n} class="dots"><i aria-hidden="true"></i> ${dot.name}: ${
      [].concat(dot.move).map(k => short[k]).join(", ")}</p>`)}</div>`;
}
