// One world, day by day: who did what, over the ledger that filled and the hope that held back.
import { html } from "../preact-htm.js";
import { areaUnder, TimeAxis } from "./axis.js";
import { ActLabels, Acts, Quiet } from "./marks.js";
import { listed, sayDate } from "./words.js";

const GAP = 7;
const LINE = { small: { name: -3, sub: 12 }, big: { name: -6, sub: 16 } }; // of the names of lanes, from their middle

/** What a world has to show: a lane without anything in it is left out. */
export function lanesOf(world) {
  const { hope, ledger } = world.daily;
  const leaks = world.leaks || [];
  const congress = world.rolls.length > 0 || leaks.length > 0 || world.outcomes.law_day != null;
  return {
    congress,
    leaks,
    hope: Math.max(...hope) - Math.min(...hope) > 0.02,
    most: Math.max(12, ...ledger[0], ...ledger[1]),
  };
}

/** Places of the lanes from above: {home: {y, h}, congress, rival}, and the bottom. */
function stack(shown, tall) {
  const heights = { home: 58 * tall, congress: shown.congress ? 38 * tall : 0, rival: 88 * tall };
  const lanes = {};
  let y = 8;
  for (const [lane, h] of Object.entries(heights)) {
    lanes[lane] = { y, h };
    if (h) y += h + GAP;
  }
  return { lanes, bottom: y - GAP };
}

/** Scales of a world's picture. `labels` is the width kept for the names of lanes. */
function frame({ page, world, other, width, tall = 1, big }) {
  const shown = lanesOf(world);
  const most = Math.max(shown.most, other ? lanesOf(other).most : 0);
  const m = { l: big ? 150 : 96, r: 16 };
  const w = width - m.l - m.r;
  const { lanes, bottom } = stack(shown, tall);
  const X = day => m.l + (day / page.days) * w;
  const level = (lane, part) => lanes[lane].y + lanes[lane].h - part * (lanes[lane].h - 8);
  const mid = { home: lanes.home.y + lanes.home.h * 0.66, rival: lanes.rival.y + lanes.rival.h * 0.58 };
  const cap = { home: lanes.home.y + (big ? 22 : 15), rival: lanes.rival.y + (big ? 24 : 17) };
  return { m, w, X, lanes, bottom, level, mid, cap, shown, most, width, big, clip: `lanes${world.run}-${Math.round(width)}` };
}

function Floor({ box, page }) {
  const under = { home: ["area: ledger"], rival: ["area: ledger"], congress: ["votes, leaks"] };
  if (box.shown.hope) under.rival.push("dashed: hope");
  const name = { home: page.home, rival: page.rival, congress: "Congress" };
  const line = LINE[box.big ? "big" : "small"];
  return html`<g aria-hidden="true">${Object.entries(box.lanes).filter(([, at]) => at.h).map(([lane, at]) => html`<g key=${lane}>
    <rect class="floor" x=${box.m.l} y=${at.y} width=${box.w} height=${at.h} rx="4" />
    <text x="0" y=${at.y + at.h / 2 + line.name} class="lane ${lane}">${name[lane]}</text>
    ${under[lane].map((text, i) => html`<text x="0" y=${at.y + at.h / 2 + line.sub} dy="${i * 1.15}em" class="sub">${text}</text>`)}
  </g>`)}</g>`;
}

function Areas({ box, world, other }) {
  const xs = world.daily.ledger[0].map((_, i) => box.X(i * (world.daily.every || 3)));
  const area = (rows, lane) => areaUnder(xs, rows.map(v => box.level(lane, v / box.most)), box.level(lane, 0));
  const hope = world.daily.hope.map((v, i) => `${xs[i].toFixed(1)} ${box.level("rival", v).toFixed(1)}`);
  return html`<g aria-hidden="true"><clipPath id=${box.clip}><rect x=${box.m.l} y="0" width=${box.w} height=${box.bottom} /></clipPath>
    <g clip-path="url(#${box.clip})">${["home", "rival"].map((lane, k) => html`
      <path key=${lane} class="ledger ${lane}" d=${area(world.daily.ledger[k], lane)} />`)}
      ${box.shown.hope && html`<path class="hope" d="M${hope.join("L")}" />`}
      ${other && html`<path class="ledger was" d=${area(other.daily.ledger[1], "rival")} />`}</g></g>`;
}

/** The bills of a world, each with the votes on its passage: [{title, floor, law, votes}]. */
export function billsOf(world) {
  const passages = world.rolls.filter(roll => roll.question === "passage");
  return world.bills.map((bill, k) => {
    const next = world.bills[k + 1];
    return { ...bill, votes: passages.filter(roll => roll.day >= bill.floor && (!next || roll.day < next.floor)) };
  });
}

/**
 * Where the words of a bill stand: that it is in force right of its law, its tally left of its votes; all on the one
 * side where the other has no room. [[words, x, anchor], ...]
 */
export function billWords({ law, title, votes }, { X, m, w }, letter) {
  const tally = votes.slice(0, 2).map(v => `${v.yea}–${v.nay}`).join(", ");
  const left = votes.length ? X(votes[0].day) - 6 : 0;
  if (law == null) return tally ? [[tally, left, "end"]] : [];
  const force = `the ${title}law is in force`;
  const right = X(law) + 14;
  if (right + force.length * letter > m.l + w) return [[`${tally}: the ${title}law`, left, "end"]];
  if (left - tally.length * letter < m.l) return [[`${tally}: ${force}`, right, "start"]];
  return [[force, right, "start"], [tally, left, "end"]];
}

/** A bill: a pale bar from the floor on, a full one from its law on, a stroke a vote. */
function Bill({ bill, next, box, page }) {
  const { y, h } = box.lanes.congress;
  const middle = y + h / 2;
  const end = next ? next.floor : page.days;
  const bar = (from, to, cls) => html`<rect class=${cls} x=${box.X(from)} y=${middle - 4} height="8" rx="2"
    width=${Math.max(2, box.X(to) - box.X(from))} />`;
  return html`<g>${bar(bill.floor, bill.law ?? end, "bill")}${bill.law != null && bar(bill.law, end, "law")}
    ${bill.votes.map((v, i) => html`<g key=${i}><line class="vote" x1=${box.X(v.day)} x2=${box.X(v.day)} y1=${y + 4} y2=${y + h - 4} />
      <title>${sayDate(page.start, v.day)}: ${v.chamber} ${v.yea}–${v.nay}</title></g>`)}
    ${billWords(bill, box, box.big ? 9.2 : 6.4).map(([words, x, anchor]) => html`<text key=${anchor} x=${x} y=${middle - 8}
      text-anchor=${anchor} class="strong congress">${words}</text>`)}</g>`;
}

/** The lane of Congress: its bills one after the other, and a triangle a leak. */
function Congress({ box, page, world }) {
  const { y, h } = box.lanes.congress;
  return html`<g aria-hidden="true">
    ${billsOf(world).map((bill, k, all) => html`<${Bill} key=${k} bill=${bill} next=${all[k + 1]} box=${box} page=${page} />`)}
    ${box.shown.leaks.map(([day], i) => html`<g key=${i} class="leak"><path d="M${box.X(day) - 4.5} ${y + h - 3}l4.5 -8l4.5 8z" />
      <title>${sayDate(page.start, day)}: a leak</title></g>`)}</g>`;
}

/** One sentence on what the picture holds. */
export function worldSentence(page, world) {
  const free = side => world.acts.filter(a => a.side === side && a.kind === "free" && a.points > 0).length;
  const times = n => (n === 0 ? "not once" : n === 1 ? "once" : `${n} times`);
  const parts = [`${page.home} acts ${times(free("home"))} of its own accord`, `${page.rival} ${times(free("rival"))}`];
  const laws = world.bills.filter(bill => bill.law != null).map(bill => `; the ${bill.title}law is in force from ${sayDate(page.start, bill.law)}`);
  return `World ${world.run}: ${listed(parts)}${laws.join("")}.`;
}

/**
 * The picture. Every act and every silence is a button with a sentence for a name: a click or Enter calls
 * `onPick({day, side})`. `pick` is the one that is open, `other` the pinned world, whose ledger is drawn as a line.
 */
export function Lanes(props) {
  const { page, world, other, width, day, pick, onPick, labels = true } = props;
  const box = frame(props);
  return html`<svg class="lanes" width=${width} height=${box.bottom + (props.big ? 40 : 30)} role="group"
      aria-label=${worldSentence(page, world)}>
    <${Floor} box=${box} page=${page} />
    <${Areas} box=${box} world=${world} other=${other} />
    ${box.shown.congress && html`<${Congress} box=${box} page=${page} world=${world} />`}
    <${Quiet} box=${box} page=${page} world=${world} pick=${pick} onPick=${onPick} />
    <${Acts} box=${box} page=${page} world=${world} pick=${pick} onPick=${onPick} />
    ${labels && html`<${ActLabels} box=${box} world=${world} big=${props.big} />`}
    ${day != null && html`<line class="cursor" x1=${box.X(day)} x2=${box.X(day)} y1="4" y2=${box.bottom} />`}
    <${TimeAxis} start=${page.start} days=${page.days} X=${box.X} y=${box.bottom} width=${box.w} />
  </svg>`;
}
