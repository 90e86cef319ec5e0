// A roll call as seats in half a circle, left to right by ideology; each seat answers.
import { html, useState } from "../preact-htm.js";
import { num } from "./words.js";

const PARTY = { D: "Democrat", R: "Republican", I: "Independent" };
const VOTE = { 1: "yea", 0: "nay", x: "absent" };
const REACH = 90; // square of the distance, in pixels, at which a pointer means a seat

/** Rows and places of `count` seats on a half circle of radius 1, from left to right. */
export function seatsOf(count) {
  const rows = Math.max(1, Math.round(Math.sqrt(count / 3.2)));
  const radii = Array.from({ length: rows }, (_, i) => 0.42 + (rows > 1 ? i / (rows - 1) : 1) * 0.58);
  const sum = radii.reduce((a, b) => a + b, 0);
  const share = radii.map(r => Math.floor((count * r) / sum));
  let left = count - share.reduce((a, b) => a + b, 0);
  for (let n = 0; left > 0; n++, left--) share[rows - 1 - (n % rows)]++;
  const places = radii.flatMap((r, i) =>
    Array.from({ length: share[i] }, (_, k) => [share[i] > 1 ? Math.PI * (1 - k / (share[i] - 1)) : Math.PI / 2, r]));
  places.sort((a, b) => (Math.abs(b[0] - a[0]) > 1e-9 ? b[0] - a[0] : a[1] - b[1]));
  return { rows, at: places.map(([angle, r]) => [r * Math.cos(angle), r * Math.sin(angle)]) };
}

/** Party by shape: round, square, triangle. */
function shape(party, x, y, k) {
  if (party === "R") return `M${x - k} ${y - k}h${2 * k}v${2 * k}h${-2 * k}z`;
  if (party === "D") return `M${x - k} ${y}a${k} ${k} 0 1 0 ${2 * k} 0a${k} ${k} 0 1 0 ${-2 * k} 0z`;
  return `M${x} ${y - k}l${k} ${2 * k}h${-2 * k}z`;
}

function layout(roll, width) {
  const R = width / 2 - 7;
  const { rows, at } = seatsOf(roll.votes.length);
  const size = ((R * 0.58) / Math.max(1, rows - 1)) * 0.74;
  return { R, size, at: at.map(([x, y]) => [width / 2 + x * R, R + 4 - y * R]) };
}

/** "Seat 12 of 435: Democrat, position −0.42: yea" */
export function seatSentence(roll, i) {
  const where = `${PARTY[roll.party[i]]}, position ${num(roll.dim1[i], 2)}`;
  return `Seat ${i + 1} of ${roll.votes.length}: ${where}: ${VOTE[roll.votes[i]]}`;
}

/** The picture alone; `seat` is ringed, `onSeat(i or null)` hears the pointer. */
export function Hemi({ roll, width, seat, onSeat }) {
  const { R, size, at } = layout(roll, width);
  const drawn = { 1: "", 0: [], x: "" };
  at.forEach(([x, y], i) => {
    const vote = roll.votes[i];
    const d = shape(roll.party[i], x, y, (size / 2) * (vote === "0" ? 1.35 : 1));
    if (vote === "0") drawn[0].push(d);
    else drawn[vote] += d;
  });
  const near = event => {
    const far = at.map(([x, y]) => (x - event.offsetX) ** 2 + (y - event.offsetY) ** 2);
    const best = far.indexOf(Math.min(...far));
    if (onSeat) onSeat(far[best] < REACH ? best : null);
  };
  const told = `${roll.chamber}: ${roll.yea} yea, ${roll.nay} nay, ${roll.absent} absent; ${roll.passed ? "passed" : "rejected"}`;
  return html`<svg class="hemi" width=${width} height=${R + 30} role="img" aria-label=${told}
      onpointermove=${near} onpointerdown=${near}>
    <path class="yea" d=${drawn[1]} /><path class="absent" d=${drawn.x} />
    ${drawn[0].map((d, i) => html`<path key=${i} class="nay" d=${d} />`)}
    ${seat != null && html`<circle class="ring" cx=${at[seat][0]} cy=${at[seat][1]} r=${size * 0.95} />`}
    <text x=${width / 2} y=${R + 3} text-anchor="middle" class="tally" style=${{ fontSize: `${Math.max(14, R * 0.19)}px` }}>
      ${roll.yea}–${roll.nay}</text>
    <text x=${width / 2} y=${R + 22} text-anchor="middle">${roll.chamber}${roll.absent ? `, ${roll.absent} absent` : ""}</text>
  </svg>`;
}

/** A chamber with a line on the seat under the pointer, and a slider that walks the seats by keyboard. */
export function Chamber({ roll, width }) {
  const [seat, setSeat] = useState(null);
  const told = seat == null ? "Point at a seat" : seatSentence(roll, seat);
  return html`<div class="chamber"><${Hemi} roll=${roll} width=${width} seat=${seat} onSeat=${setSeat} />
    <input type="range" class="seats" min="0" max=${roll.votes.length - 1} value=${seat == null ? 0 : seat}
      aria-label="Seats of the ${roll.chamber}, left to right" aria-valuetext=${told}
      oninput=${event => setSeat(Number(event.target.value))} />
    <p class="seatline tiny" aria-hidden="true">${told}</p></div>`;
}
