// Questions and answers: 300 worlds while a lever moves, 2,000 when the hand rests, 10,000 on demand.
// The same worlds each time (their luck is keyed), so the picture moves and does not flicker.
import { useEffect, useRef, useState } from "../preact-htm.js";
import { Line } from "./line.js";

const DRAGGING = 300;
const RESTING = 2000;
export const MANY = 10000;
const REST = 220; // milliseconds without a movement
const COLUMNS = 250; // of a fan, at most
const TOP = 80; // points at which the counting ends, unless worlds go higher
const CLIPPED = 0.005;

const HIGH = 4;
const highest = fan => Math.max(...["home", "rival"].map(side => Math.max(...fan.q[side][HIGH]))) / 10;

/** The top to count up to next time: four times as much where worlds are cut off, less where bins are coarse. */
export function betterTop(fan) {
  const most = highest(fan);
  if ((fan.clipped ?? 0) > CLIPPED || most >= fan.top * 0.999) return fan.top * 4;
  if (fan.top > TOP && most < fan.top / 8) return Math.max(TOP, fan.top / 4);
  return fan.top;
}

const EMPTY = { fan: null, pin: null, world: null, other: null, why: null, pair: null, score: null, sorry: "", status: null, up: true };

/** Times from a question to its picture, for whoever measures: `window.retorsion.pictures`. */
function clock(message, since) {
  if (since == null) return;
  requestAnimationFrame(() => {
    const painted = new MessageChannel();
    painted.port1.onmessage = () => {
      const log = ((window.retorsion ||= {}).pictures ||= []);
      log.push({ runs: message.runs, ms: message.ms, total: performance.now() - since });
      if (log.length > 5000) log.splice(0, 1000);
    };
    painted.port2.postMessage(0);
  });
}

/** What an answer changes in what is shown. */
const TAKES = {
  fan: m => ({ fan: m, sorry: "" }),
  pin: m => ({ pin: m }),
  world: m => ({ world: m.world }),
  twin: m => ({ other: m.world }),
  why: m => ({ why: m.why }),
  pair: m => ({ pair: m.pair }),
  score: m => ({ score: m.score }),
  status: m => ({ status: m }),
  sorry: m => ({ sorry: m.error }),
  up: () => ({ up: true }),
  down: () => ({ up: false }),
};

/** Asks, drops what is older than what is shown, and keeps `top` high enough. */
class Desk {
  constructor(put, days) {
    this.put = put;
    this.step = Math.max(1, Math.ceil(days / COLUMNS));
    this.asked = {};
    this.shown = {};
    this.since = new Map();
    this.kinds = new Map();
    this.top = TOP;
    this.last = null;
    this.line = new Line(m => this.hear(m));
  }

  /** Asks; `kind` is what is remembered of the question: the newest of each is the one whose answer counts. */
  ask(message, kind = message.t) {
    const seq = this.line.ask(message);
    this.asked[kind] = seq;
    this.kinds.set(seq, kind);
    return seq;
  }

  fan(question, runs, plume, since) {
    this.last = { question, runs, plume };
    const seq = this.ask({ t: "fan", q: { ...question, runs, step: this.step, plume, top: this.top } });
    if (since != null) this.since.set(seq, since);
  }

  /** Worlds, their reasons and pairs must answer the newest question; fans only must not go back. */
  stale(m, kind) {
    if (kind === "fan") return m.seq < (this.shown.fan || 0);
    return kind in this.asked && this.asked[kind] !== m.seq;
  }

  hear(m) {
    const kind = m.t === "sorry" ? "sorry" : this.kinds.get(m.seq) || m.t;
    this.kinds.delete(m.seq);
    if (!(kind in TAKES) || this.stale(m, kind)) return;
    this.shown[kind] = m.seq;
    this.put(TAKES[kind](m));
    if (kind !== "fan") return;
    clock(m, this.since.get(m.seq));
    this.since.delete(m.seq);
    const top = betterTop(m);
    if (top !== this.top && m.seq === this.asked.fan) {
      this.top = top;
      this.fan(this.last.question, this.last.runs, this.last.plume);
    }
  }
}

/**
 * The answers to a state, with `more()`, which counts ten thousand, and `weigh()`, which scores the record.
 * `onRest` is called when the hand rests.
 */
export function useAnswers(s, page, onRest) {
  const [answers, setAnswers] = useState(EMPTY);
  const desk = useRef();
  const put = part => setAnswers(now => ({ ...now, ...part }));
  const question = ({ set, off }) => ({ scenario: s.scenario, set, off, seed: s.seed });
  const here = question(s);
  const now = JSON.stringify(here);
  const pinned = s.pin && JSON.stringify(question(s.pin));
  const plume = s.look === "plume";
  const most = runs => Math.min(runs, page.most || runs); // a scenario of many years may have fewer worlds

  useEffect(() => {
    desk.current = new Desk(put, page.days);
    return () => desk.current.line.close();
  }, []);

  useEffect(() => {
    put({ score: null });
    desk.current.fan(here, DRAGGING, plume, performance.now());
    const rest = setTimeout(() => {
      desk.current.fan(here, most(RESTING), plume);
      desk.current.ask({ t: "world", of: "now", q: here, run: s.run });
      onRest();
    }, REST);
    return () => clearTimeout(rest);
  }, [now, plume]);

  useEffect(() => {
    desk.current.ask({ t: "world", of: "now", q: here, run: s.run });
  }, [s.run]);

  useEffect(() => {
    if (!s.pin) return put({ pin: null, other: null, pair: null });
    const { step, top } = desk.current;
    desk.current.ask({ t: "pin", q: { ...question(s.pin), runs: most(RESTING), step, top } });
  }, [pinned]);

  useEffect(() => {
    if (s.pin) desk.current.ask({ t: "world", of: "pin", q: question(s.pin), run: s.run }, "twin");
  }, [pinned, s.run]);

  useEffect(() => {
    if (!s.pin || pinned === now) return put({ pair: null });
    const rest = setTimeout(() => desk.current.ask({ t: "pair", q: here, pin: { set: s.pin.set, off: s.pin.off }, run: s.run }), 3 * REST);
    return () => clearTimeout(rest);
  }, [now, pinned, s.run]);

  useEffect(() => {
    if (s.day == null) return put({ why: null });
    desk.current.ask({ t: "why", q: here, run: s.run, day: s.day, side: s.side });
  }, [s.day, s.side, s.run, answers.world]);

  return {
    ...answers,
    more: () => desk.current.fan(here, most(MANY), plume),
    weigh: () => desk.current.ask({ t: "score", q: here }),
  };
}
