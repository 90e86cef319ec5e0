// The line of a page of the class: one socket, opened again when it drops, with the token that proves the seat.

const FIRST_WAIT = 300; // milliseconds before the first new try; doubled each time
const LONGEST_WAIT = 8000;
const PING = 45_000; // who says nothing for two minutes is let go
const PATIENCE = 8000; // a ping that is not answered: the line is dead although nobody closed it
export const CLOSED = { NOT_THE_TEACHER: 4401, ELSEWHERE: 4409, TOO_MANY_CODES: 4429 };
const FINAL = Object.values(CLOSED);

/** What a browser keeps about a class; a browser that keeps nothing forgets it with the page. */
const kept = {
  get(key) {
    try {
      return localStorage.getItem(key);
    } catch {
      return null;
    }
  },
  set(key, value) {
    try {
      if (value) localStorage.setItem(key, value);
      else localStorage.removeItem(key);
    } catch { /* a private window: the seat lasts as long as the page */ }
  },
};
const place = code => `retorsion.class.${code}`;
export const tokenOf = code => kept.get(place(code));
export const keepToken = (code, token) => kept.set(place(code), token);

/** `first()` is what is said when a line opens; `on(message)` hears all, and {t: "up"}, {t: "down"}, {t: "shut", code}. */
export class ClassLine {
  constructor(first, on) {
    [this.first, this.on, this.tries] = [first, on, 0];
    this.open();
    this.wake = () => document.visibilityState === "visible" && this.look();
    document.addEventListener("visibilitychange", this.wake);
    this.pinging = setInterval(() => this.look(), PING);
  }

  open() {
    const scheme = location.protocol === "https:" ? "wss" : "ws";
    const socket = new WebSocket(`${scheme}://${location.host}/class/ws`);
    this.socket = socket;
    socket.onopen = () => {
      this.on({ t: "up" });
      this.say(this.first());
    };
    socket.onmessage = event => {
      clearTimeout(this.waiting);
      const message = JSON.parse(event.data);
      if (message.t !== "no") this.tries = 0;
      if (message.t !== "pong") this.on(message);
    };
    socket.onclose = event => this.socket === socket && this.again(event.code);
  }

  again(code) {
    clearTimeout(this.waiting);
    if (this.ended) return;
    if (FINAL.includes(code)) {
      this.end();
      this.on({ t: "shut", code });
      return;
    }
    this.on({ t: "down" });
    const wait = Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** this.tries++);
    setTimeout(() => this.ended || this.open(), wait * (0.7 + 0.6 * Math.random()));
  }

  /** Whether the line still lives: a phone that slept does not know. */
  look() {
    if (!this.say({ t: "ping" })) return;
    clearTimeout(this.waiting);
    const asked = this.socket;
    this.waiting = setTimeout(() => {
      if (this.socket !== asked) return;
      asked.onclose = null;
      asked.close();
      this.again(0);
    }, PATIENCE);
  }

  /** Says something now; false while the line is down, and then it is not said. */
  say(message) {
    if (this.socket.readyState !== WebSocket.OPEN) return false;
    this.socket.send(JSON.stringify(message));
    return true;
  }

  end() {
    this.ended = true;
    clearInterval(this.pinging);
    document.removeEventListener("visibilitychange", this.wake);
    this.socket.close();
  }
}
