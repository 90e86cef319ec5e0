// The clock of a turn, counted on the phone between two messages of the server.
import { html, useEffect, useState } from "../preact-htm.js";
import { clockText } from "./words.js";

const TICK = 250;
const now = () => performance.now();

/** Seconds left of what a message said was left when it came; it stands while the class is paused. */
export function useLeft(message, paused) {
  const [, tick] = useState(0);
  const [held, setHeld] = useState(null);
  const live = message.left == null ? null : message.left - (now() - message.came) / 1000;
  useEffect(() => setHeld(paused ? live : null), [paused, message]);
  useEffect(() => {
    const timer = setInterval(() => tick(n => n + 1), TICK);
    return () => clearInterval(timer);
  }, []);
  return held ?? live;
}

const ROUND = 2 * Math.PI * 10.5;

/** A ring and a number; what it means when time is up is said beside it in words. */
export function Clock({ left, seconds }) {
  if (left == null) return null;
  const share = Math.max(0, Math.min(1, left / seconds));
  return html`<span class="clock ${left < 0 ? "up" : left < 15 ? "soon" : ""}" role="timer" aria-label="Time left">
    <svg width="26" height="26" viewBox="0 0 26 26" aria-hidden="true"><circle class="rim" cx="13" cy="13" r="10.5" />
      <circle class="hand" cx="13" cy="13" r="10.5" pathLength=${ROUND} stroke-dasharray=${`${share * ROUND} ${ROUND}`}
        transform="rotate(-90 13 13)" />
    </svg>${clockText(left)}</span>`;
}
