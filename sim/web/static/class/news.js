// What a chair may know: the news since it last met, what there is to say first, and its own book of injuries.
import { html } from "../preact-htm.js";
import { num } from "../charts/words.js";
import { counted, dayName, otherCity, otherSide, rangeText } from "./words.js";

const MOST = 6;
const BILLS = {
  none: "No bill is on the table.", "floor-ready": "A bill is ready for the floor.", "one chamber": "A bill has passed one chamber.",
  "both chambers": "A bill has passed both chambers.", presented: "A bill lies on the president’s desk.", law: "The bill is law.",
  vetoed: "The president has sent the bill back.", "override begun": "One chamber has overridden the veto.",
  killed: "The bill is dead for now.",
};

const vote = v => `${v.chamber}, ${v.question}: ${v.yea} yea, ${v.nay} nay. ${v.passed ? "It passes." : "It fails."}`;
const plain = words => words.replace(/ officially\.$/, ".");

/** All that was public or told to this chair, oldest first: [{day, words, fresh, private}]. */
export function newsOf(view) {
  const fresh = day => day > view.since;
  const rows = [
    ...view.acts.map((a, k) => ({ day: a.day, words: plain(a.words), fresh: k >= view.known, side: a.side })),
    ...view.votes.map(v => ({ day: v.day, words: vote(v), fresh: fresh(v.day), vote: v })),
    ...view.happened.map(h => ({ day: h.day, words: h.words, fresh: fresh(h.day), private: h.private })),
  ];
  return rows.map((row, k) => ({ ...row, k })).sort((a, b) => a.day - b.day || a.k - b.k);
}

/** The one sentence on top: the last vote, else what the other side did, else that nothing came. */
export function leadOf(q, about) {
  const fresh = newsOf(q.view).filter(row => row.fresh);
  if (q.kind === "leak") return "A story lies on your desk. Nobody else has it.";
  const voted = fresh.filter(row => row.vote).at(-1);
  if (voted) {
    const v = voted.vote;
    return `The ${v.chamber} has voted ${Math.max(v.yea, v.nay)} to ${Math.min(v.yea, v.nay)}${v.passed ? "" : ": the motion fails"}.`;
  }
  if (q.kind === "ballot" || q.kind === "floor") return BILLS[q.view.bill] || "A bill is before you.";
  if (q.kind === "presentment") return "A bill lies on your desk. It would take relief out of your hands.";
  const side = otherSide(q.chair);
  const done = fresh.filter(row => row.side === side);
  if (!done.length && q.view.since < 0 && fresh.some(row => row.side)) return "You have struck first. Do you add anything today?";
  if (done.length) return done.length > 2 ? `${done[0].words} And more: read the news.` : done.map(row => row.words).join(" ");
  return `Nothing new from ${otherCity(q.chair, about)} since you last met.`;
}

const Row = ({ row, view }) => html`<li><time>${dayName(row.day, view)}</time> ${row.words}
  ${row.private && html`<span class="only">Not everybody knows this</span>`}</li>`;

export function News({ view }) {
  const all = newsOf(view);
  const fresh = all.filter(row => row.fresh);
  const shown = fresh.slice(-MOST);
  const rest = all.filter(row => !shown.includes(row));
  return html`<section aria-label="News">${shown.length
    ? html`<ul class="news">${shown.map(row => html`<${Row} key=${row.k} row=${row} view=${view} />`)}</ul>`
    : html`<p class="news">No news since you last met.</p>`}
    ${rest.length > 0 && html`<details class="earlier"><summary>Everything so far (${rest.length} more)</summary>
      <ul class="news">${rest.map(row => html`<${Row} key=${row.k} row=${row} view=${view} />`)}</ul></details>`}</section>`;
}

const lower = words => words.replace(/\.$/, "");

/** The ledger by injury: what was felt and is left, largest first; and what one cannot see, in words. */
function Book({ q, about }) {
  const { view } = q;
  const first = view.book.slice(0, 4);
  const rest = view.book.slice(4).reduce((sum, e) => sum + e.left, 0);
  const parts = [...first.map(e => [e.left, e.words]), ...(rest >= 0.05 ? [[rest, `${view.book.length - 4} older ones`]] : [])];
  const other = otherCity(q.chair, about);
  return html`<section class="card book" aria-label="Your book"><div class="head"><span class="eyebrow">Your book: unanswered</span>
    <span class="big num">${num(view.ledger)} <small>points</small></span></div>
    ${parts.length > 0 && html`<div class="stack" aria-hidden="true">${parts.map(([left], i) => html`<i key=${i} class="s${i}"
      style=${{ flexGrow: String(left) }}></i>`)}</div>
      <ul class="entries">${parts.map(([left, words], i) => html`<li key=${i}><i class="s${i}" aria-hidden="true"></i>
        <span>${lower(words)}</span><b class="num">${num(left)}</b></li>`)}</ul>`}
    <p class="fog">${parts.length ? html`This is what you <b>feel</b>; what they meant you cannot see. `
      : `Nothing is unanswered: you owe ${other} no blow. `}
      ${view.ledger >= 1 && html`If you answer all of it, ${other} may take <b>${rangeText(view.earned)}</b> as earned, your staff says.
        What goes beyond opens a new account. `}
      Their own book on you: <b>${rangeText(view.theirs)}</b>.</p></section>`;
}

function Bill({ view }) {
  return html`<section class="card book" aria-label="Where things stand"><div class="head"><span class="eyebrow">Where things stand</span></div>
    <p class="fog">${BILLS[view.bill] || `The bill: ${view.bill}.`} ${view.seats ? `You lead ${view.seats} of 100 senators. ` : ""}
      ${view.leaks ? `${counted(view.leaks, "leak")} so far. ` : "No leak so far. "}The scandal stands at ${num(view.scandal)}:${" "}
      ${view.scandal < 0.5 ? "hardly anybody speaks of it." : view.scandal < 1.5 ? "it is in every paper." : "it is all anybody speaks of."}</p>
        </section>`;
}

export const Standing = ({ q, about }) => (q.view.book ? html`<${Book} q=${q} about=${about} />` : html`<${Bill} view=${q.view} />`);
