// What if: one move of one table replaced, the model plays on in the same luck; the same question under other lucks.
import { html, useEffect, useState } from "../preact-htm.js";
import { changesLine, Grid, roundTop, TimeAxis } from "../charts/axis.js";
import { num, sayDate, signed } from "../charts/words.js";
import { asked } from "./asking.js";
import { changesOf } from "./paths.js";
import { capital, otherCity, otherSide, seatIn, seatName, SIDE_OF, TONE } from "./words.js";

const BINS = 21;
const MODEL = "model";

const both = path => path.home.map((v, day) => Math.round((v + path.rival[day]) * 10) / 10);
const sameAs = (deed, k) => deed.choice === k || deed.menu[k] === deed.move;

/** What could stand in the place of a move: [[JSON, words]]. */
export function otherwise(deed) {
  if (deed.kind === "ballot") return [[MODEL, "what the model would have done"]];
  const menu = [...deed.menu.entries()].filter(([k]) => !sameAs(deed, k));
  return deed.as_model ? menu : [...menu, [MODEL, `as the model: ${deed.own}`]];
}

function Curves({ page, told, deed, words, width, big }) {
  const m = big ? { l: 52, r: 74, t: 20, b: 36 } : { l: 34, r: 52, t: 14, b: 26 };
  const height = big ? 300 : 210;
  const [w, h] = [width - m.l - m.r, height - m.t - m.b];
  const made = both(told.made.path);
  const replaced = both(told.replaced.path);
  const top = roundTop(Math.max(made.at(-1), replaced.at(-1)), 20);
  const X = day => m.l + (day / page.days) * w;
  const Y = v => m.t + h - (v / top) * h;
  const gap = big ? 22 : 15;
  const [low, high] = [made.at(-1), replaced.at(-1)].sort((a, b) => a - b);
  const push = Math.max(0, gap - (Y(low) - Y(high))) / 2;
  const at = v => Y(v) + (v === high && high !== low ? -push : push);
  const line = daily => changesLine(changesOf(daily), X, Y, X(page.days));
  const sentence = `Points of both sides together: ${num(made.at(-1))} as it was, ${num(replaced.at(-1))} with ${words}`;
  return html`<svg width=${width} height=${height} role="img" aria-label=${sentence}>
    <${Grid} top=${top} left=${m.l} end=${m.l + w} Y=${Y} />
    <${TimeAxis} start=${page.start} days=${page.days} X=${X} y=${m.t + h} width=${w} />
    <line class="when" x1=${X(deed.day)} x2=${X(deed.day)} y1=${m.t} y2=${m.t + h} />
    <path class="asmade" d=${line(made)} /><path class="instead ${TONE[deed.chair]}" d=${line(replaced)} />
    <text x=${m.l + w + 6} y=${at(made.at(-1))} dy=".34em">${num(made.at(-1))}</text>
    <text x=${m.l + w + 6} y=${at(replaced.at(-1))} dy=".34em" class="strong ${TONE[deed.chair]}">${num(replaced.at(-1))}</text></svg>
    <p class="key"><span><i class="asmade"></i> as it was: ${deed.move}</span> <span><i class="instead ${TONE[deed.chair]}">
      </i> instead: ${words}</span></p>`;
}

/** The difference under many lucks, as bars from fewer to more points. */
function Lucks({ lucks, width, big }) {
  const far = Math.max(5, ...lucks.all.map(Math.abs));
  const bins = new Array(BINS).fill(0);
  for (const v of lucks.all) bins[Math.max(0, Math.min(BINS - 1, Math.round(((v + far) / (2 * far)) * (BINS - 1))))]++;
  const most = Math.max(...bins);
  const [height, base] = big ? [150, 112] : [108, 80];
  const wide = width / BINS;
  const middle = (BINS - 1) / 2;
  const cls = k => (k === middle ? "same" : k > middle ? "more" : "fewer");
  const marks = [-far, -far / 2, 0, far / 2, far];
  return html`<svg width=${width} height=${height} role="img"
    aria-label="The difference under ${lucks.runs} lucks: ${lucks.more} more points, ${lucks.fewer} fewer">
    ${bins.map((n, k) => html`<rect key=${k} class="luckbar ${cls(k)}" x=${k * wide + 1} y=${base - (n / most) * (base - 22)} width=${wide - 2}
      height=${(n / most) * (base - 22)} />`)}
    <line class="base" x1="0" x2=${width} y1=${base} y2=${base} />${marks.map((v, k) => html`<text key=${k}
      x=${wide / 2 + ((v + far) / (2 * far)) * (width - wide)}
      y=${base + 4} dy=".9em" text-anchor=${k === 0 ? "start" : k === 4 ? "end" : "middle"}>${signed(v, 0)}</text>`)}
    <text x="0" y="0" dy=".9em">fewer points</text><text x=${width} y="0" dy=".9em" text-anchor="end">more points</text></svg>`;
}

function Told({ page, told, deed, words, width, big }) {
  const { lucks } = told;
  const staff = Math.round(lucks.replaced.home_staff + lucks.replaced.rival_staff - lucks.made.home_staff - lucks.made.rival_staff);
  return html`<div><${Curves} page=${page} told=${told} deed=${deed} words=${words} width=${width} big=${big} />
    <p class="cap">One world is one story. The same question under ${lucks.runs} other lucks: <b>${lucks.more}</b> end with
      more points than as it was, <b>${lucks.fewer}</b> with fewer; on average <b>${signed(lucks.mean)}</b> points,
      and <b>${Math.abs(staff)}</b> ${staff >= 0 ? "more" : "fewer"} people of both staffs keep their posts.</p>
        <${Lucks} lucks=${lucks} width=${width} big=${big} /></div>`;
}

/** What the staff could have said: many futures of that evening for each answer. */
function Staff({ rows, deed, about }) {
  const other = otherSide(deed.chair) || "rival";
  const own = SIDE_OF[deed.chair] || "home";
  const key = `${other}_points`;
  const top = Math.max(1, ...rows.map(row => row[key]));
  const name = move => (typeof move === "number" ? deed.menu[move] : move === MODEL ? deed.own : deed.move);
  const city = otherCity(deed.chair, about) || about[other];
  return html`<div class="staff"><p class="cap">Futures of that evening for each answer, as the model sees them. Bar: the points that ${city}${" "}
    will have dealt
    by the end, on average. It is a forecast of the model, not of the world.</p><ul>${rows.map(row => html`<li key=${JSON.stringify(row.move)}
      class=${JSON.stringify(row.move) === JSON.stringify(deed.choice) ? "chosen" : ""}><b>${capital(name(row.move))}</b>
      <span class="bar"><i class=${other} style=${{ width: `${(row[key] / top) * 100}%` }}></i></span>
      <span><b class="num">${num(row[key])}</b> points; ${
        Math.round(row[`${own}_staff`]).toLocaleString("en")} people of its own keep their posts</span></li>`)}</ul></div>`;
}

function useAnswer(code, token) {
  const [answer, set] = useState({});
  const ask = async (key, path) => {
    set({ key, busy: true });
    try {
      set({ key, told: await (await asked(code, token, path)).json() });
    } catch (error) {
      set({ key, error: error.message });
    }
  };
  return [answer, ask];
}

/** The move to begin with: the heaviest that a person made, else the heaviest. */
function heaviestOf(table) {
  const weight = deed => deed.points + (deed.by === "student" ? 1000 : 0);
  return table.deeds.reduce((best, deed) => (best && weight(best) >= weight(deed) ? best : deed), null);
}

/** Both questions about one council of table `on`. */
export function WhatIf({ page, about, code, token, on, width, big }) {
  const table = page.tables[on];
  const heaviest = heaviestOf(table);
  const [number, setNumber] = useState(heaviest ? heaviest.number : 0);
  const [instead, setInstead] = useState(null);
  const [answer, ask] = useAnswer(code, token);
  const [staff, askStaff] = useAnswer(code, token);
  useEffect(() => setNumber(heaviest ? heaviest.number : 0), [on]);
  const deed = table.deeds[number] || table.deeds[0];
  if (!deed) return html`<p class="cap">Nothing was sealed at this table.</p>`;
  const others = otherwise(deed);
  const [move, words] = others.find(([k]) => k === instead) || others[0];
  const key = `${table.n}.${deed.number}.${move}`;
  const at = `table=${table.n}&number=${deed.number}`;
  const play = () => ask(key, `whatif?${at}&move=${encodeURIComponent(JSON.stringify(move))}`);
  return html`<div class="whatif"><div class="asks no-print"><label>Council <select id="council" value=${deed.number}
    onchange=${e => { setNumber(Number(e.target.value)); setInstead(null); }}>
      ${table.deeds.map(one => html`<option key=${one.number} value=${one.number}
        selected=${one.number === deed.number}>${sayDate(page.start, one.day)},
        ${" "}${seatName(one.chair, about)}: ${one.move}</option>`)}</select></label>
    <label>Instead <select id="instead" value=${String(move)} onchange=${e => setInstead(e.target.value === MODEL ? MODEL : Number(e.target.value))}>
      ${others.map(([k, text]) => html`<option key=${k} value=${String(k)} selected=${k === move}>${text}</option>`)}</select></label>
    <button class="btn primary" id="playon" disabled=${answer.busy}
      onclick=${play}>
      ${answer.busy ? "Playing on …" : "Play it on"}</button>
    <button class="btn" id="staff" disabled=${staff.busy} onclick=${() => askStaff(`${table.n}.${deed.number}`, `staff?${at}`)}>
      ${staff.busy ? "Asking …" : "What could the staff have said?"}</button></div>
    <p class="cap">Table ${table.city}, ${sayDate(page.start, deed.day)}: ${seatIn(deed.chair, about)} chose ${
      deed.move}. From then on the model
      plays all chairs,
      in the luck of this table, once as it was and once with the other move.</p>
    <div role="status">${answer.error && html`<p class="note">${answer.error}</p>`}${staff.error && html`<p class="note">${staff.error}</p>`}</div>
    ${answer.key === key && answer.told && width > 0 && html`<${Told} page=${page} told=${answer.told} deed=${deed} words=${words} width=${width}
      big=${big} />`}
    ${staff.key === `${table.n}.${deed.number}` && staff.told && html`<${Staff} rows=${staff.told} deed=${deed} about=${about} />`}</div>`;
}
