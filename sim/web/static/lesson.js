// A lesson: six screens, one at a time; the address says which. The bet is sealed before the model's number is shown.
import { html, render, useEffect, useMemo, useRef, useState } from "./preact-htm.js";
import { Mark } from "./explorer/top.js";
import { Bet } from "./lesson/bet.js";
import { Exits } from "./lesson/exits.js";
import { Pictures } from "./lesson/pictures.js";

const STEPS = { story: "The story", bet: "Your bet", many: "The worlds", one: "One world", change: "Change it", cure: "What it cures" };
const place = screens => Math.max(0, Math.min(screens.length, Number(location.hash.slice(1)) || 1) - 1);

/** Paragraphs of a text; blank lines part them. */
const Told = ({ text }) => html`<div class="told">${text.split(/\n\s*\n/).map((part, i) => html`<p key=${i}>${part}</p>`)}</div>`;

function Steps({ screens, at }) {
  return html`<nav class="steps" aria-label="Screens">${screens.map((screen, i) => html`<a key=${screen.name} href="#${i + 1}"
    class=${i < at ? "done" : ""} aria-current=${i === at ? "step" : null}><span>${i + 1} </span>${STEPS[screen.name]}</a>`)}</nav>`;
}

/** Where to go from a screen: on, back, and into the explorer. */
function Ways({ screen, at, last }) {
  const words = { one: "Open this world", many: "Open these worlds", change: "Try it with the levers" }[screen.name] || "Open in the explorer";
  return html`<p class="go no-print">${at < last && html`<a class="btn primary" href="#${at + 2}">Go on</a>`}
    ${at > 0 && html`<a class="btn" href="#${at}">Back</a>`}
    ${screen.query && screen.name !== "bet" && html`<a class="btn" id="open" href="/explore?${screen.query}">${words}</a>`}</p>`;
}

function Screen({ lesson, screen, at, head }) {
  const drawn = screen.query && ["many", "one", "change"].includes(screen.name);
  return html`<h1 tabindex="-1" ref=${head}>${screen.title}</h1><p class="minutes">${screen.minutes} minutes</p>
    <${Told} text=${screen.text} />
    ${screen.tasks.length > 0 && html`<ol class="tasks">${screen.tasks.map(task => html`<li key=${task}>${task}</li>`)}</ol>`}
    ${screen.name === "bet" && html`<${Bet} lesson=${lesson} />`}
    ${drawn && html`<${Pictures} key=${screen.name} screen=${screen} />`}
    ${screen.name === "cure" && html`<${Exits} exits=${lesson.exits} />`}
    <${Ways} screen=${screen} at=${at} last=${lesson.screens.length - 1} />`;
}

function Lesson({ lesson }) {
  const [at, setAt] = useState(() => place(lesson.screens));
  const head = useRef();
  const first = useRef(true);
  useEffect(() => {
    const moved = () => setAt(place(lesson.screens));
    addEventListener("hashchange", moved);
    return () => removeEventListener("hashchange", moved);
  }, []);
  useEffect(() => {
    if (!first.current) { // a reader of the screen hears where it is, as an eye sees it
      head.current.focus();
      scrollTo(0, 0);
    }
    first.current = false;
  }, [at]);
  const screen = useMemo(() => lesson.screens[at], [at]);
  const eyebrow = `Lesson ${lesson.number}: ${lesson.topic}`;
  return html`<header class="lesson-top no-print"><${Mark} /><span class="spring"></span><a href="/#lessons">All lessons</a></header>
    <main><p class="eyebrow">${eyebrow}</p><${Steps} screens=${lesson.screens} at=${at} />
      <${Screen} key=${screen.name} lesson=${lesson} screen=${screen} at=${at} head=${head} /></main>`;
}

async function start() {
  const name = location.pathname.split("/").pop();
  const asked = await fetch(`/api/lesson/${name}`);
  const told = await asked.json();
  if (!asked.ok) throw new Error(told.error || asked.statusText);
  document.title = `${told.title} · Retorsion`;
  document.body.replaceChildren();
  render(html`<${Lesson} lesson=${told} />`, document.body);
}

function Lost({ error }) {
  return html`<main class="loading"><h1>This lesson cannot be opened</h1><p>${error.message}</p><p><a href="/#lessons">All lessons</a></p></main>`;
}

start().catch(error => {
  document.body.replaceChildren();
  render(html`<${Lost} error=${error} />`, document.body);
});
