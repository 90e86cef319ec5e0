// Thousands of worlds as one picture: bands of quantiles or a plume, the record dashed, one world in black.
import { html } from "../preact-htm.js";
import { changesLine, Grid, stepBand, stepLine, TimeAxis, valueAt } from "./axis.js";
import { Plume } from "./plume.js";
import { COLOR, num, sayDate } from "./words.js";

const [LOW, QUARTER, MEDIAN, UPPER, HIGH] = [0, 1, 2, 3, 4]; // 5, 25, 50, 75 and 95 of a hundred worlds
const last = row => row[row.length - 1] / 10;

/** Where things stand: margins, scales, the frame. `big` is the projector's type. */
function frame({ page, width, height, top, first, big }) {
  const m = big ? { l: first ? 46 : 14, r: 62, t: 38, b: 34 } : { l: first ? 34 : 12, r: 44, t: 28, b: 26 };
  const w = width - m.l - m.r;
  const h = height - m.t - m.b;
  const X = day => m.l + (day / page.days) * w;
  const Y = v => m.t + h - (Math.min(v, top) / top) * h;
  return { m, w, h, X, Y, end: X(page.days), base: m.t + h };
}

/** Quantiles in tenths of points to places. */
const placed = (fan, side, { X, Y }) => ({
  xs: fan.q[side][MEDIAN].map((_, i) => X(i * fan.step)),
  q: fan.q[side].map(row => row.map(v => Y(v / 10))),
});

/** One sentence for whoever does not see the picture. */
export function fanSentence(name, fan, side) {
  if (!fan) return `${name}: counting worlds.`;
  const [low, mid, high] = [LOW, MEDIAN, HIGH].map(k => num(last(fan.q[side][k])));
  return `${name}: points, cumulative. The median world ends at ${mid}; nine of ten end between ${low} and ${high}.`;
}

function Bands({ spot, box, side }) {
  const { xs, q } = spot;
  return html`<g class="smooth"><path class="band wide ${side}" d=${stepBand(xs, q[LOW], q[HIGH], box.end)} />
    <path class="band half ${side}" d=${stepBand(xs, q[QUARTER], q[UPPER], box.end)} /></g>`;
}

function Pinned({ spot, box }) {
  return html`<g class="pinned">${[LOW, HIGH].map(k => html`<path d=${stepLine(spot.xs, spot.q[k], box.end)} />`)}
    <path class="mid" d=${stepLine(spot.xs, spot.q[MEDIAN], box.end)} /></g>`;
}

/** The numbers at the line ends, pushed apart where they would touch. */
function EndLabels({ fan, pin, side, box, big }) {
  const mid = fan && last(fan.q[side][MEDIAN]);
  const was = pin && last(pin.q[side][MEDIAN]);
  const ends = [];
  if (fan) ends.push({ v: mid, cls: side });
  if (pin && (!fan || Math.abs(was - mid) > 0.05)) ends.push({ v: was, cls: "faint" });
  ends.sort((a, b) => b.v - a.v);
  const apart = big ? 20 : 13;
  let above = -Infinity;
  return html`<g>${ends.map(e => {
    const y = Math.max(box.Y(e.v), above + apart);
    above = y;
    return html`<text key=${e.cls} x=${box.end + 6} y=${y} dy=".34em" class="endlabel ${e.cls}">${num(e.v)}</text>`;
  })}</g>`;
}

function Recorded({ steps, box }) {
  if (!steps.length) return null;
  return html`<g class="record"><path d=${changesLine(steps, box.X, box.Y, box.end)} />
    ${steps.map(([day, v], i) => html`<rect key=${i} x=${box.X(day) - 3.5} y=${box.Y(v) - 3.5} width="7" height="7" />`)}
  </g>`;
}

function World({ world, side, box, page, onPick }) {
  const path = world.path[side];
  const acts = world.acts.filter(a => a.side === side && a.kind !== "outside" && a.points > 0);
  const tell = a => `${sayDate(page.start, a.day)}: ${a.text}, ${num(a.points)} points`;
  const pick = a => event => {
    event.stopPropagation();
    if (onPick) onPick(a);
  };
  return html`<g><path class="world" d=${changesLine(path, box.X, box.Y, box.end)} />
    ${acts.map(a => html`<circle key=${a.day + a.kind} class="dot" cx=${box.X(a.day)} cy=${box.Y(valueAt(path, a.day))}
      r="4.5" onclick=${pick(a)}><title>${tell(a)}</title></circle>`)}</g>`;
}

/**
 * The fan of one side. `page` needs start, days and record; `fan` and `pin` are counts of many worlds, `world` and
 * `other` single ones; all four may be missing. `onPick(act)` and `onDay(day)` answer a click.
 */
export function Fan(props) {
  const { side, name, page, fan, pin, world, other, day, width, height, top, first, look, big, onPick, onDay } = props;
  const box = frame(props);
  const spot = fan && placed(fan, side, box);
  const dayAt = event => Math.round(((event.offsetX - box.m.l) / box.w) * page.days);
  const click = event => onDay && onDay(Math.max(0, Math.min(page.days - 1, dayAt(event))));
  const plume = look === "plume" && fan && fan.plume;
  const area = { x: box.m.l, y: box.m.t, w: box.w, h: box.h };
  return html`<figure class="fan" style=${{ width: `${width}px`, height: `${height}px` }}>
    ${plume && html`<${Plume} data=${fan.plume[side]} rows=${fan.rows} cols=${fan.q[side][0].length}
      color=${COLOR[side]} top=${fan.top} shown=${top} box=${area} />`}
    <svg width=${width} height=${height} role="img" aria-label=${fanSentence(name, fan, side)} onclick=${click}>
      <${Grid} top=${top} left=${box.m.l} end=${box.end} Y=${box.Y} first=${first} />
      <text x=${box.m.l} y="0" dy="1em" class="panel ${side}">${name}
        ${first && html`<tspan class="unit" dx="8">points, cumulative</tspan>`}</text>
      <${TimeAxis} start=${page.start} days=${page.days} X=${box.X} y=${box.base} width=${box.w} />
      ${spot && !plume && html`<${Bands} spot=${spot} box=${box} side=${side} />`}
      ${pin && html`<${Pinned} spot=${placed(pin, side, box)} box=${box} />`}
      ${spot && html`<path class="median ${side}" d=${stepLine(spot.xs, spot.q[MEDIAN], box.end)} />`}
      <${Recorded} steps=${(page.record && page.record[side]) || []} box=${box} />
      ${other && html`<path class="other" d=${changesLine(other.path[side], box.X, box.Y, box.end)} />`}
      ${world && html`<${World} world=${world} side=${side} box=${box} page=${page} onPick=${onPick} />`}
      ${day != null && html`<line class="cursor" x1=${box.X(day)} x2=${box.X(day)} y1=${box.m.t} y2=${box.base} />`}
      <${EndLabels} fan=${fan} pin=${pin} side=${side} box=${box} big=${big} />
    </svg></figure>`;
}
