// The line to the laboratory: one socket, questions numbered, opened again when it drops.

const FIRST_WAIT = 300; // milliseconds before the first new try; doubled each time
const LONGEST_WAIT = 8000;

/** `on(message)` hears every answer, and {t: "up"} and {t: "down"}. */
export class Line {
  constructor(on) {
    this.on = on;
    this.seq = 0;
    this.tries = 0;
    this.waiting = new Map();
    this.open();
  }

  open() {
    const scheme = location.protocol === "https:" ? "wss" : "ws";
    this.socket = new WebSocket(`${scheme}://${location.host}/ws`);
    this.socket.onopen = () => {
      this.tries = 0;
      for (const text of this.waiting.values()) this.socket.send(text);
      this.waiting.clear();
      this.on({ t: "up" });
    };
    this.socket.onmessage = event => this.on(JSON.parse(event.data));
    this.socket.onclose = () => {
      if (this.closed) return;
      this.on({ t: "down" });
      const wait = Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** this.tries++);
      setTimeout(() => this.open(), wait * (0.7 + 0.6 * Math.random()));
    };
  }

  /** Asks, and returns the number of the question. While the line is down only the newest of each kind waits. */
  ask(message) {
    const seq = ++this.seq;
    const text = JSON.stringify({ ...message, seq });
    if (this.socket.readyState === WebSocket.OPEN) this.socket.send(text);
    else this.waiting.set(message.t + (message.of || ""), text);
    return seq;
  }

  close() {
    this.closed = true;
    this.socket.close();
  }
}
