// The marks in the lanes of one world: circles for acts, rings for silence thought over, and words where they fit.
import { html } from "../preact-htm.js";
import { actorOf, num, sayDate } from "./words.js";

const radius = (points, big) => (big ? 1.9 : 1) * Math.max(3.5, 2.35 * Math.sqrt(Math.max(0, points)));
const same = (pick, mark) => Boolean(pick && pick.day === mark.day && pick.side === mark.side);

/** What makes a group of shapes a button: pointer, Enter and space. */
function button(mark, onPick) {
  const go = () => onPick && onPick(mark);
  const keys = event => {
    if (event.key !== "Enter" && event.key !== " ") return;
    event.preventDefault();
    go();
  };
  return { role: "button", tabindex: "0", onclick: go, onkeydown: keys };
}

function actSentence(page, act) {
  const way = act.why ? "Enter for the reasons." : act.kind === "outside" ? "From the timeline." : "";
  return `${sayDate(page.start, act.day)}, ${actorOf(page, act.side)}: ${act.text}, ${num(act.points)} points. ${way}`.trim();
}

/** Circles whose area is points; hollow where the timeline wrote them. */
export function Acts({ box, page, world, pick, onPick }) {
  const acts = world.acts.filter(a => a.kind !== "law");
  return html`<g>${acts.map(a => html`<g key=${a.side + a.day + a.kind + a.text} ...${button(a, onPick)}
      class="act ${a.side} ${a.kind} ${a.points < 0 ? "eases" : ""} ${same(pick, a) ? "here" : ""}"
      aria-label=${actSentence(page, a)}>
    <circle class="reach" cx=${box.X(a.day)} cy=${box.mid[a.side]} r="11" />
    <circle class="shape" cx=${box.X(a.day)} cy=${box.mid[a.side]} r=${radius(a.points, box.big)} />
    <title>${actSentence(page, a)}</title></g>`)}</g>`;
}

/** Small rings: a government thought it over and did nothing. */
export function Quiet({ box, page, world, pick, onPick }) {
  const told = q => `${sayDate(page.start, q.day)}, ${actorOf(page, q.side)} thought it over and did nothing. Enter for the reasons.`;
  return html`<g>${world.quiet.map(q => html`<g key=${q.side + q.day} ...${button(q, onPick)}
      class="quiet ${same(pick, q) ? "here" : ""}" aria-label=${told(q)}>
    <rect class="reach" x=${box.X(q.day) - 6} y=${box.mid[q.side] - 12} width="12" height="24" />
    <circle class="shape" cx=${box.X(q.day)} cy=${box.mid[q.side]} r=${box.big ? 6 : 3.2} /><title>${told(q)}</title></g>`)}</g>`;
}

/** The words of an act, cut to what a picture bears. */
export function short(text) {
  return text
    .replace(/close (\d+) sites?/g, (_, n) => `${n} site${n === "1" ? "" : "s"}`)
    .replace(/^parity: (?:expel|cut) (\d+).*/, "parity: cut $1")
    .replace(/^mirror: (?:expel )?(\d+)/, "mirror: $1");
}

/** Which labels stand where: the heaviest act first, none over another. */
export function placeLabels(acts, { X, m, w }, letter) {
  const end = m.l + w - 2;
  const placed = [];
  for (const act of [...acts].sort((a, b) => b.points - a.points)) {
    const text = short(act.text);
    const wide = text.length * letter;
    let from = X(act.day) - wide / 2;
    let [x, anchor] = [X(act.day), "middle"];
    if (from + wide > end) [x, anchor, from] = [end, "end", end - wide];
    else if (from < m.l) [x, anchor, from] = [m.l + 4, "start", m.l + 4];
    const label = { act, text, x, anchor, from, to: from + wide };
    const touches = p => p.act.side === act.side && p.from < label.to + 8 && label.from < p.to + 8;
    if (wide < w - 8 && !placed.some(touches)) placed.push(label);
  }
  return placed;
}

export function ActLabels({ box, world, big }) {
  const acts = world.acts.filter(a => a.kind !== "law" && a.points > 0);
  const most = Math.max(0, ...acts.map(a => a.points));
  const told = acts.filter(a => a.points > Math.min(5, most / 3));
  return html`<g class="actlabels" aria-hidden="true">${placeLabels(told, box, big ? 9.2 : 6.1).map(l => html`
    <text key=${l.act.side + l.act.day + l.act.kind} x=${l.x} y=${box.cap[l.act.side]} text-anchor=${l.anchor}
      class="strong">${l.text}</text>`)}</g>`;
}
