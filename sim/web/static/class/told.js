// The debrief on a phone: what became of one's own table.
import { html } from "../preact-htm.js";

export function Told({ me }) {
  return html`<div class="sheet"><h1 tabindex="-1">The debrief begins.</h1><p
    class="lead">Look at the wall: table ${me.city} is among the lines.</p></div>`;
}
