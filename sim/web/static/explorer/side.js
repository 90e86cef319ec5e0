// The right rail: why, how Congress voted, and how well the levers tell the record.
import { html } from "../preact-htm.js";
import { billsOf, Chamber, num } from "../charts.js";
import { Why } from "../why.js";

const SEATS = `Left to right by how they vote on most questions. Round: Democrat, square: Republican, triangle: independent.
  Green: yea, white: nay, grey: absent.`;

/** The House, and the Senate beside it where it has voted too. */
function Chambers({ bill, width }) {
  const rolls = bill.votes.slice(0, 2);
  const share = rolls.length > 1 ? [0.58, 0.4] : [0.8];
  return html`<p class="eyebrow">How Congress voted${bill.title && ` on the ${bill.title}bill`}</p>
    <div class="hemis">${rolls.map((roll, i) => html`<${Chamber} key=${roll.chamber + roll.day} roll=${roll}
      width=${Math.floor(width * share[i])} />`)}</div>`;
}

export function Votes({ world, width }) {
  const voted = world ? billsOf(world).filter(bill => bill.votes.length) : [];
  if (!voted.length || width < 60) return null;
  return html`<section class="votes">${voted.map(bill => html`<${Chambers} key=${bill.floor} bill=${bill} width=${width} />`)}
    <p class="tiny faint">${SEATS}</p></section>`;
}

const BITS = "Bits of surprise: one bit is a coin toss. The fewer bits, the less these levers are surprised by what really happened.";

function Weighed({ score }) {
  const rule = score.baselines[0];
  const told = score.better == null ? "" : score.better >= 0
    ? `${num(score.better)} fewer than the plain rule “${rule.name}” needs`
    : `${num(-score.better)} more than the plain rule “${rule.name}” needs`;
  return html`<p class="say small"><b class="big num">${score.bits == null ? "∞" : num(score.bits)}</b> <abbr title=${BITS}>bits of
    surprise</abbr> for ${score.acts} recorded acts and the silences between them${told && `: ${told}`}.</p>
    ${score.warnings.map(words => html`<p key=${words} class="tiny soft">${words}</p>`)}`;
}

/** The record under the present levers: on demand, since it runs a particle filter. */
export function Record({ page, answers }) {
  const recorded = ["home", "rival"].some(side => page.record && page.record[side] && page.record[side].length);
  if (!recorded) return null;
  const { score } = answers;
  return html`<section class="score"><p class="eyebrow">What happened, under these levers</p>
    ${score && html`<${Weighed} score=${score} />`}
    <button class="btn sm no-print" id="weigh" onclick=${answers.weigh}>${score ? "Weigh again" : "Weigh the record"}</button></section>`;
}

export function Side({ page, answers, width }) {
  return html`<${Why} page=${page} why=${answers.why} width=${width} />
    <${Votes} world=${answers.world} width=${width} />
    <${Record} page=${page} answers=${answers} />`;
}
