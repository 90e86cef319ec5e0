// How the pages of a class speak: chairs, dates, clocks, ranges.
import { MONTHS } from "../charts/words.js";

const LONG = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];
const DAY = 864e5;

/** The colour of a chair: a class of the style sheet; the name and the place say it too. */
export const TONE = { executive: "home", rival: "rival", congress: "congress", press: "press" };
export const SIDE_OF = { executive: "home", rival: "rival" };
const OTHER = { executive: "rival", rival: "home" };
const SEATS = { "United States": "The White House", Russia: "The Kremlin" };
const CITIES = { "United States": "Washington", Russia: "Moscow" };

/** "The Kremlin"; a government of another country goes by its country. */
export function seatName(chair, about) {
  if (chair === "congress") return "Congress";
  if (chair === "press") return "The press";
  const country = about[SIDE_OF[chair]];
  return SEATS[country] || country;
}

/** The same within a sentence. */
export const seatIn = (chair, about) => seatName(chair, about).replace(/^The /, "the ");

export const cityName = (side, about) => CITIES[about[side]] || about[side];
export const otherCity = (chair, about) => cityName(OTHER[chair], about);
export const otherSide = chair => OTHER[chair];

/** What each chair is there for, in two sentences that a pupil reads once. */
export const CALLING = {
  executive: "You want a reset and are not trusted with one. Ease, sign, veto, strike back: Congress is watching.",
  rival: "You keep a book of injuries. Answer now, answer later, or let hope of relief answer for you.",
  congress: "You lead the senators of the president’s party. Bring the bill up or bury it, and tell four blocs how to vote.",
  press: "Stories reach your desk before anybody knows them. Print them or hold them: the scandal grows or it fades.",
};

/** "18 July 2017" of an ISO date. */
export function longDate(iso) {
  const [year, month, day] = iso.split("-").map(Number);
  return `${day} ${LONG[month - 1]} ${year}`;
}

/** "18 July" of a day of the game, given one day and its date. */
export function dayName(day, view) {
  const d = new Date(Date.parse(`${view.date}T00:00Z`) + (day - view.day) * DAY);
  return `${d.getUTCDate()} ${LONG[d.getUTCMonth()]}`;
}

/** "18 Jul 2017" of an ISO date. */
export function shortDate(iso) {
  const [year, month, day] = iso.split("-").map(Number);
  return `${day} ${MONTHS[month - 1]} ${year}`;
}

/** "1:12", and "−0:05" when the time is up. */
export function clockText(seconds) {
  const whole = Math.ceil(Math.abs(seconds));
  return `${seconds <= -1 ? "−" : ""}${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}

/** "between 5 and 14 points", "more than 40 points" */
export const rangeText = ([low, high]) => (high == null ? `more than ${low} points` : `between ${low} and ${high} points`);

export const people = n => n.toLocaleString("en");
export const capital = text => text.charAt(0).toUpperCase() + text.slice(1);

/** "Mira, Tomas and Ayo" */
export const listed = names => (names.length < 2 ? names.join("") : `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`);

export const counted = (n, word, many = `${word}s`) => `${n} ${n === 1 ? word : many}`;

export const GUESSES = [["nothing", "Nothing"], ["less", "Less than you"], ["as much", "As much"], ["more", "More"]];
