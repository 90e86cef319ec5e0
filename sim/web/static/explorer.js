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

async function start() {
  const asked = await fetch(`/api/page${location.search}`);
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
