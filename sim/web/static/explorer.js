// The explorer's door: fetch what a scenario is, read the address, show the page.
import { html, render } from "./preact-htm.js";
import { App } from "./explorer/app.js";
import { legal, readState } from "./explorer/state.js";
import { withLevers } from "./explorer/strategies.js";

/** A link made under other rules still opens, and says that its numbers may differ. */
function otherRules(search, page) {
  const made = new URLSearchParams(search).get("v");
  if (!made || made === page.version) return [];
  return [`Numbers may differ: this link was made with rules ${made}, and these are ${page.version}.`];
}

const ASK_AGAIN = 1000; // milliseconds between two looks at how far the laboratory is

/** While a page is on its way, the laboratory's own words: on a fresh machine the rules compile for a minute first. */
function sayHowFar() {
  const line = document.querySelector("#loading p");
  const ask = async () => {
    const { state, words } = await (await fetch("/api/status")).json();
    if (state !== "ready") line.textContent = words;
  };
  const timer = setInterval(() => ask().catch(() => {}), ASK_AGAIN); // the page itself tells what went wrong
  return () => clearInterval(timer);
}

async function start() {
  const enough = sayHowFar();
  const asked = await fetch(`/api/page${location.search}`).finally(enough);
  const told = await asked.json();
  if (!asked.ok) throw new Error(told.error || asked.statusText);
  const page = withLevers(told);
  const { state, notes } = legal(readState(location.search, page), page);
  const all = [...(page.notes || []), ...otherRules(location.search, page), ...notes];
  document.title = `${page.title} · Retorsion`;
  document.body.replaceChildren();
  render(html`<${App} page=${page} first=${state} notes=${all} />`, document.body);
}

function Lost({ error }) {
  return html`<main class="loading"><div><h1>This page cannot be opened</h1><p>${error.message}</p>
    <p><a href="/">All scenarios</a></p></div></main>`;
}

start().catch(error => {
  document.body.replaceChildren();
  render(html`<${Lost} error=${error} />`, document.body);
});
