// The teacher's page: the lobby on the wall, the board while tables play, the debrief; one line to the server.
import { html, render, useEffect, useReducer, useRef, useState } from "../preact-htm.js";
import { Board } from "./board.js";
import { Debrief } from "./debrief.js";
import { Lobby } from "./lobby.js";
import { CLOSED, ClassLine } from "./socket.js";

const VIEWS = [["lobby", "Lobby"], ["board", "Tables"], ["debrief", "Debrief"]];
const OF = { lobby: "lobby", play: "board", debrief: "debrief", over: "debrief" };
const NOTED = 6000;
const WALL = 1800; // pixels: a projector

function heard(s, m) {
  const came = performance.now();
  if (m.t === "class") return { ...s, about: m, down: false };
  if (m.t === "board") return { ...s, board: { ...m, came } };
  if (m.t === "down") return { ...s, down: true };
  if (m.t === "shut") return { ...s, shut: m.code };
  if (m.t === "no") return { ...s, note: m.why, noted: came };
  if (m.t === "note") return { ...s, note: m.text, noted: came };
  return s;
}

function Views({ view, board, choose, wide, widen }) {
  const may = { lobby: true, board: true, debrief: board.phase === "debrief" || board.phase === "over" };
  return html`<nav class="views" aria-label="Views">${VIEWS.filter(([key]) => may[key]).map(([key, words]) => html`<button key=${key}
    class="btn ghost" aria-current=${view === key ? "page" : null} onclick=${() => choose(key)}>${words}</button>`)}
    <button class="btn ghost" id="wide" aria-pressed=${String(wide)} onclick=${widen}>Large type</button></nav>`;
}

function Notes({ s }) {
  return html`<div class="notes" role="status" aria-live="polite">${s.down && html`<p
    class="note">The line to this computer’s server is gone; it comes
    back by itself. If the window of the command was closed, start it again with <code>--resume last</code>.</p>`}
    ${s.note && html`<p class="note">${s.note}</p>`}</div>`;
}

function Teacher({ code, secret }) {
  const [s, hear] = useReducer(heard, {});
  const [chosen, choose] = useState("");
  const [wide, setWide] = useState(innerWidth >= WALL);
  const line = useRef(null);
  useEffect(() => {
    line.current = new ClassLine(() => ({ t: "teach", code, teacher: secret }), hear);
    return () => line.current.end();
  }, []);
  const phase = s.board && s.board.phase;
  useEffect(() => choose(""), [phase]);
  useEffect(() => {
    if (!s.note) return undefined;
    const timer = setTimeout(() => hear({ t: "note", text: "" }), NOTED);
    return () => clearTimeout(timer);
  }, [s.noted]);
  useEffect(() => document.documentElement.classList.toggle("wall", wide), [wide]);
  if (s.shut || !code) return html`<${Shut} code=${s.shut} />`;
  if (!s.board || !s.about) return html`<main class="opening"><p>${s.note || "Opening the board."}</p></main>`;
  const view = chosen || OF[phase];
  const order = (what, more) => line.current.say({ t: "do", what, ...more }) || hear({ t: "note", text: "Not sent: the line is gone." });
  const all = { about: s.about, board: s.board, order, note: text => hear({ t: "note", text }) };
  const nav = html`<${Views} view=${view} board=${s.board} choose=${choose} wide=${wide} widen=${() => setWide(!wide)} />`;
  return html`<${Notes} s=${s} />${view === "lobby" ? html`<${Lobby} ...${all} nav=${nav} />`
    : view === "board" ? html`<${Board} ...${all} nav=${nav} show=${choose} />`
    : html`<${Debrief} ...${all} nav=${nav} token=${secret} />`}`;
}

function Shut({ code }) {
  const why = code === CLOSED.TOO_MANY_CODES ? "Too many wrong codes were tried from here. Wait a minute, then reload."
    : "This is not the link of the teacher. The right one stands in the window where the class was started.";
  return html`<main class="opening"><h1>The board stays shut.</h1><p>${why}</p></main>`;
}

const [code, secret] = location.hash.slice(1).split(".");
document.body.replaceChildren();
render(html`<${Teacher} code=${(code || "").toUpperCase()} secret=${secret || ""} />`, document.body);
