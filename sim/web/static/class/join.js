// The door: a code of five letters, a first name or none.
import { html, useEffect, useRef, useState } from "../preact-htm.js";

const CODE = 5;
const NAME = 24;
const clean = text => text.toUpperCase().replace(/[^A-Z2-9]/g, "").slice(0, CODE);

export function Join({ code, refused, busy, onJoin }) {
  const [typed, setTyped] = useState(clean(code));
  const [name, setName] = useState("");
  const first = useRef();
  useEffect(() => first.current.querySelector(code ? "#name" : "#code").focus(), []);
  const go = event => {
    event.preventDefault();
    if (typed.length === CODE) onJoin(typed, name.trim());
  };
  return html`<main class="sheet join" ref=${first}><p class="eyebrow">Retorsion: the class</p><h1>Take a chair</h1>
    <p class="lead">You will sit in a government, with others, and answer what the other one does.</p>
    <form onsubmit=${go}><label for="code">Code on the wall</label>
      <input id="code" class="code" value=${typed} maxlength=${CODE} autocomplete="off" autocapitalize="characters" spellcheck=${false}
        inputmode="text" aria-describedby="door" oninput=${event => setTyped(event.target.value = clean(event.target.value))} />
      <label for="name">Your first name</label>
      <input id="name" value=${name} maxlength=${NAME} autocomplete="off" placeholder="or none: you become an animal"
        oninput=${event => setName(event.target.value)} />
      <p id="door" class=${refused ? "refused" : "hint"} role=${refused ? "alert" : null}>${refused || "No account, and nothing leaves this room."}
        </p>
      <button class="btn big seal" disabled=${typed.length < CODE || busy}>${busy ? "Joining …" : "Join"}</button></form></main>`;
}
