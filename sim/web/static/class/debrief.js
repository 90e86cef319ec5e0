// The debrief.
import { html } from "../preact-htm.js";

export function Debrief({ nav }) {
  return html`<main class="debrief"><div class="toolbar">${nav}</div><h1>Debrief</h1></main>`;
}
