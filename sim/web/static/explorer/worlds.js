// Many worlds: the strip of settings, two fans on one axis, what the lines mean, and the hundred dots.
import { html, useMemo, useRef } from "../preact-htm.js";
import { Fan, Hundred, moves, roundTop, SIDES } from "../charts.js";
import { differences } from "./state.js";
import { Headline, shownShares } from "./shares.js";

const HIGH = 4;
const GUTTER = 22;

/** The axis both fans share: room for nine of ten worlds, the record, the pinned ones, and mostly the one world. */
export function sharedTop(page, fan, pin, world) {
  const fans = [fan, pin].filter(Boolean).flatMap(f => SIDES.map(side => Math.max(...f.q[side][HIGH]) / 10));
  const record = SIDES.flatMap(side => ((page.record && page.record[side]) || []).map(row => row[1]));
  const worlds = world ? SIDES.flatMap(side => world.path[side].map(row => row[1])) : [];
  const most = Math.max(0, ...fans, ...record);
  return roundTop(Math.max(most, Math.min(2 * most, ...[Math.max(0, ...worlds)])), 8);
}

function Pinned({ page, s, change }) {
  const was = differences(page, s.pin);
  const now = differences(page, s);
  return html`<div class="pinbar"><b>Pinned:</b> ${was.length ? was.map(x => html`<span class="chip">${x}</span>`) : "as shipped"}
    <span class="soft">against</span> ${now.length ? now.map(x => html`<span class="chip">${x}</span>`) : "as shipped"}
    <span class="soft">with the same luck</span>
    <button class="linkish" onclick=${() => change(() => ({ pin: null }))}>unpin</button></div>`;
}

const LOOKS = [
  ["bands", "Bands", "Nine of ten worlds, the middle half, and the median"],
  ["plume", "Plume", "All worlds: the darker, the more of them"],
];

function Strip({ page, s, change }) {
  const chips = differences(page, s);
  const reset = () => change(() => ({ set: {}, off: [] }));
  return html`<div class="strip notmini">
    ${s.pin ? html`<${Pinned} page=${page} s=${s} change=${change} />` : chips.map(x => html`<span class="chip">${x}</span>`)}
    <span class="spring"></span>
    ${!s.pin && html`<button class="btn sm no-print" id="pin" title="Keep this picture in grey, and change something"
      onclick=${() => change(x => ({ pin: { set: x.set, off: x.off } }))}>Pin this</button>`}
    <div role="group" aria-label="Picture" class="pair no-print">${LOOKS.map(([look, label, help]) => html`<button class="btn sm"
      title=${help} aria-pressed=${String(s.look === look)} onclick=${() => change(() => ({ look }))}>${label}</button>`)}</div>
    ${chips.length > 0 && html`<button class="btn sm ghost no-print" id="reset" onclick=${reset}>Reset</button>`}</div>`;
}

const Sign = ({ children, width = 26 }) => html`<svg width=${width} height="12" aria-hidden="true">${children}</svg>`;

/** What the lines mean, only those that are there. */
function Key({ page, look, world, pin }) {
  const recorded = SIDES.some(side => page.record && page.record[side] && page.record[side].length);
  return html`<div class="key notmini">
    ${look === "bands" ? html`<span><${Sign}><rect width="26" height="12" fill="#777" opacity=".22" /><rect y="3" width="26" height="6"
      fill="#777" opacity=".4" /><//>nine of ten worlds, middle half</span>`
      : html`<span><${Sign}><rect width="13" height="12" fill="#777" opacity=".2" /><rect x="13" width="13" height="12" fill="#777"
      opacity=".7" /><//>the darker, the more worlds</span>`}
    <span><${Sign} width="22"><path d="M0 6h22" stroke="#777" stroke-width="2.6" /><//><abbr
      title="Half of the worlds lie above, half below">median</abbr></span>
    ${recorded && html`<span><${Sign} width="24"><path d="M0 6h24" stroke="#1c1f24" stroke-width="1.5" stroke-dasharray="6 3.5" /><rect
      x="8.5" y="2.5" width="7" height="7" fill="#fff" stroke="#1c1f24" stroke-width="1.4" /><//>what happened</span>`}
    ${world && html`<span><${Sign}><path d="M0 6h26" stroke="#1c1f24" stroke-width="1.7" /><circle
      cx="13" cy="6" r="4" fill="#1c1f24" /><//>world ${world.run}</span>`}
    ${pin && html`<span><${Sign} width="22"><path d="M0 6h22" stroke="#6f747c" stroke-width="1.6" /><//>pinned</span>`}</div>`;
}

/** How tall a fan is in each layout. */
function tall({ projector, phone, mini }) {
  if (projector) return Math.max(330, innerHeight - 470);
  if (phone) return mini ? 150 : 216;
  return Math.max(232, Math.min(360, innerHeight - 640));
}

const movedOf = (key, fan, pin) => (fan && pin && fan.dots && pin.dots ? moves(fan.dots[key], pin.dots[key]) : undefined);

export function Worlds({ page, s, change, answers, phone, width, onPick, onDay, waiting }) {
  const { fan, pin, world } = answers;
  const seen = useRef([]);
  if (fan && seen.current[seen.current.length - 1] !== fan) seen.current = [...seen.current.slice(-60), fan];
  const shares = useMemo(() => shownShares(page, [...seen.current, pin].filter(Boolean)), [fan, pin]);
  const top = useMemo(() => sharedTop(page, fan, pin, world), [fan, pin, world]);
  const [stacked, mini] = [phone, phone && s.tab === "levers"];
  const half = Math.floor((width - GUTTER) / 2);
  const wide = i => (stacked ? width : half + (i ? 0 : GUTTER));
  const dots = s.projector ? 96 : phone ? 58 : 54;
  return html`<div class="fanbox" id="fan">
    <${Headline} page=${page} fan=${fan} pin=${pin} waiting=${waiting} />
    <${Strip} page=${page} s=${s} change=${change} />
    <div class="fans">${width > 0 && SIDES.map((side, i) => html`<${Fan} key=${side} side=${side} name=${page[side]} page=${page}
      first=${stacked || i === 0} fan=${fan} pin=${pin} world=${world} day=${s.day} width=${wide(i)} top=${top} look=${s.look}
      height=${tall({ projector: s.projector, phone, mini })} big=${s.projector} onPick=${onPick} onDay=${day => onDay(day, side)} />`)}</div>
    <${Key} page=${page} look=${s.look} world=${world} pin=${pin} />
    ${shares.length > 0 && html`<div class="hundreds notmini">${shares.map(x => html`<${Hundred} key=${x.key} share=${fan && x.of(fan)}
      was=${pin && x.of(pin)} moved=${movedOf(x.key, fan, pin)} label=${x.label} tone=${x.tone} help=${x.help} size=${dots} />`)}</div>`}</div>`;
}
