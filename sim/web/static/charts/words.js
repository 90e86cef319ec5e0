// What every picture shares: sides, colours, dates and numbers as a class reads them.

export const SIDES = ["home", "rival"];
export const COLOR = { home: "#0067a3", rival: "#bd4b06", congress: "#00795a", press: "#6a4c93", ink: "#1c1f24" };

const DAY = 864e5;
export const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** The date `day` days after the ISO date `start`, in UTC: no clock of a reader moves it. */
export const dateOf = (start, day) => new Date(Date.parse(`${start}T00:00Z`) + day * DAY);

/** "18 Jul 2017" */
export function sayDate(start, day) {
  const d = dateOf(start, day);
  return `${d.getUTCDate()} ${MONTHS[d.getUTCMonth()]} ${d.getUTCFullYear()}`;
}

/** "2017-07-18" */
export const isoDate = (start, day) => dateOf(start, day).toISOString().slice(0, 10);

const missing = x => x == null || Number.isNaN(x);

/** A number with a true minus sign; a dash where there is none. */
export function num(x, digits = 1) {
  if (missing(x)) return "–";
  const text = x.toFixed(digits);
  return Number(text) === 0 ? text.replace("-", "") : text.replace("-", "−");
}

/** The same with its sign: a difference. */
export function signed(x, digits = 1) {
  const rounded = Math.abs(x).toFixed(digits);
  if (Number(rounded) === 0) return `±${rounded}`;
  return (x > 0 ? "+" : "−") + rounded;
}

/** A share as a natural frequency: how many of a hundred worlds. */
export const ofHundred = share => (missing(share) ? null : Math.round(100 * share));

export const percent = share => (share > 0 && share < 0.005 ? "<1%" : `${Math.round(100 * share)}%`);

export const capital = text => text.charAt(0).toUpperCase() + text.slice(1);

/** "nothing", "a", "a and b", "a, b and c" */
export function listed(words, none = "nothing") {
  if (words.length < 2) return words[0] || none;
  return `${words.slice(0, -1).join(", ")} and ${words[words.length - 1]}`;
}

/** The name of a side of this scenario. */
export function actorOf(page, side) {
  return { home: page.home, rival: page.rival, congress: "Congress", chance: "chance", timeline: "the timeline" }[side] || side;
}
