// One world: its head, its lanes, the same as a list, and the pinned world under it.
import { html, useMemo } from "../preact-htm.js";
import { actorOf, Lanes, num, Partings, sayDate } from "../charts.js";
import { commandOf } from "./state.js";
import { MANY } from "./answers.js";

const HINT = "Area of a circle: points. Hollow: written in the timeline. Small rings: it thought it over and did nothing.";

/** The world as rows: [{day, order, cls, text, points, go}] from the morning's events to the night. */
export function rowsOf(page, world) {
  const plain = text => text.replace(/\.$/, "");
  const acts = world.acts.map(a => ({
    day: a.day, order: 2, cls: a.kind === "law" ? "congress" : a.side, points: a.points, go: a.why && a,
    text: a.kind === "law" ? plain(a.words[0]) : `${actorOf(page, a.side)}: ${a.text}`,
  }));
  const quiet = world.quiet.map(q => ({
    day: q.day, order: 2, cls: "still", text: `${actorOf(page, q.side)} considers and does nothing`, go: q,
  }));
  const rolls = world.rolls.map(r => ({ day: r.day, order: 1, cls: "congress", text: `${r.chamber} on ${r.question}: ${r.yea}–${r.nay}` }));
  const other = world.happenings.map(([day, text]) => ({ day, order: 3, cls: text.startsWith("A leak") ? "press" : "", text: plain(text) }));
  const told = world.timeline.map(([, day, , text]) => ({ day, order: 0, cls: "told", text: plain(text) }));
  return [...acts, ...quiet, ...rolls, ...other, ...told].sort((a, b) => a.day - b.day || a.order - b.order);
}

/** For the phone, for a screen reader, for whoever would rather read. */
export function List({ page, world, pick, onPick, open }) {
  const rows = rowsOf(page, world);
  const here = row => row.go && pick.day === row.day && pick.side === row.go.side;
  return html`<details class="chron" open=${open}><summary class="small">The same world as a list, ${rows.length} entries</summary>
    <ol>${rows.map((row, i) => html`<li key=${i} class="${row.cls} ${here(row) ? "here" : ""}"><time>${sayDate(page.start, row.day)}</time>
      ${row.go ? html`<button onclick=${() => onPick(row.go)}>${row.text}</button>` : html`<span>${row.text}</span>`}
      <b class="num">${row.points ? num(row.points) : ""}</b></li>`)}</ol></details>`;
}

function Head({ page, s, change, part, pinned }) {
  const go = run => change(() => ({ run: Math.max(0, run), day: null, side: null }));
  const told = part
    ? html`Parts from the pinned world on <b>${sayDate(page.start, part.day)}</b>${" "}
      (${actorOf(page, part.author)}): ${part.now} instead of ${part.was}.`
    : pinned ? "The same as the pinned world, day by day." : HINT;
  return html`<div class="worldhead"><h2>World ${s.run}</h2><span class="pair no-print">
      <button class="btn sm" aria-label="Previous world" onclick=${() => go(s.run - 1)} disabled=${s.run === 0}>‹</button>
      <button class="btn sm" aria-label="Next world" onclick=${() => go(s.run + 1)}>›</button>
      <button class="btn sm" title="Another world at random" onclick=${() => go(Math.floor(Math.random() * 10000))}>Draw another</button></span>
    <span class="small soft parting" role="status">${told}</span></div>`;
}

function Foot({ page, s, answers }) {
  const { fan, up } = answers;
  const many = Math.min(MANY, page.most || MANY);
  const timed = fan && fan.ms > 0 && !fan.cached ? ` in ${Math.round(fan.ms)} ms` : "";
  return html`<p class="foot"><span class="count">${fan ? `${fan.runs.toLocaleString("en")} worlds${timed}` : ""}</span>
    ${fan && fan.runs < many && html`<button class="linkish no-print" id="more" onclick=${answers.more}>count ${many.toLocaleString("en")}</button>`}
    <span>seed ${s.seed}</span><code>${commandOf(s, page)}</code><span role="status">${up ? "" : "reconnecting…"}</span></p>`;
}

/** Of many pairs with the same luck: when they part, and who is first. */
function Pairs({ page, pair, width }) {
  if (!pair) return null;
  return html`<section class="pairs"><h3>When worlds part, and who takes the first other step: ${pair.pairs} pairs with the same luck</h3>
    <${Partings} page=${page} pair=${pair} width=${width} /></section>`;
}

/** How tall the lanes are on a wall, alone or with the pinned world below. */
const projected = other => Math.min(other ? 1.8 : 3, Math.max(1.3, (innerHeight - (other ? 620 : 400)) / 190));

/** The lanes, drawn anew only when their world or its marks change: not while a lever moves. */
function Picture({ page, world, other, width, phone, day, pick, onPick, tall, big, name }) {
  const drawn = useMemo(() => html`<${Lanes} page=${page} world=${world} other=${other} width=${width} day=${day} pick=${pick}
    onPick=${onPick} tall=${tall} big=${big} />`, [world, other, width, day, pick && pick.day, pick && pick.side, tall, onPick]);
  return html`<div class="lanesbox" role="region" aria-label=${name} tabindex=${phone ? 0 : null}>${drawn}</div>`;
}

export function OneWorld({ page, s, change, answers, phone, width, part, onPick }) {
  const { world, other } = answers;
  const same = { page, phone, width: phone ? Math.max(760, width) : width, big: s.projector };
  const pick = { day: s.day, side: s.side };
  const cursor = part && s.day == null ? part.day : s.day;
  return html`<div class="worldbox notmini"><${Head} page=${page} s=${s} change=${change} part=${part} pinned=${Boolean(s.pin && other)} />
    ${world && width > 0 && html`<${Picture} ...${same} world=${world} other=${other} day=${cursor} pick=${pick} onPick=${onPick}
      tall=${s.projector ? projected(other) : 1} name="The picture of world ${world.run}" />
      <${List} page=${page} world=${world} pick=${pick} onPick=${onPick} open=${phone} />`}
    ${other && width > 0 && html`<p class="eyebrow under">The pinned world, same luck</p>
      <${Picture} ...${same} world=${other} day=${part && part.day} tall=${s.projector ? 1.3 : 0.72} name="The picture of the pinned world" />`}
    ${width > 0 && html`<${Pairs} page=${page} pair=${answers.pair} width=${width} />`}
    <${Foot} page=${page} s=${s} answers=${answers} /></div>`;
}
