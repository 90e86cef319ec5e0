// The bar on top: the mark, the rooms, the scenario, and what leaves the page.
import { html, useEffect, useRef, useState } from "../preact-htm.js";
import { actsCsv, copy, fetched, poster, raster, save } from "./exporting.js";
import { commandOf } from "./state.js";
import { GROUPS, ORDER } from "./groups.js";

export const Mark = () => html`<a class="mark" href="/" aria-label="Retorsion: all scenarios"><svg width="24" height="22"
    viewBox="0 0 24 22" aria-hidden="true">
  <path d="M1 20V13H8V8H15V2H23" fill="none" stroke="#0067a3" stroke-width="2.4" />
  <path d="M1 21H11V15H18V7H23" fill="none" stroke="#bd4b06" stroke-width="2.4" /></svg><span>Retorsion</span></a>`;

const ROOMS = [["/explore", "Explore"], ["/#lessons", "Lessons"]];

export function Rooms({ here }) {
  return html`<nav aria-label="Rooms">${ROOMS.map(([href, label]) => html`<a key=${href} href=${href}
    aria-current=${here === label ? "page" : null}>${label}</a>`)}</nav>`;
}

/** What can be taken away, as [id, words, what it does]; each may return a line to say. */
function ways({ page, s, answers }) {
  const name = `${s.scenario}-run${s.run}`;
  const source = `${page.title}. World ${s.run}, seed ${s.seed}, rules ${page.version}. ${commandOf(s, page)}`;
  const title = () => document.querySelector(".headline").textContent;
  const csv = body => new Blob([body], { type: "text/csv" });
  const file = kind => fetched(`/api/export.${kind}${location.search}`, `${s.scenario}.${kind}`);
  return [
    ["copy", "Copy the link", () => copy(location.href, "Link")],
    ["png", "Picture (PNG)", async () => save(await raster(poster(title(), source)), `${name}.png`)],
    ["svg", "Picture (SVG)", () => save(new Blob([poster(title(), source)], { type: "image/svg+xml" }), `${name}.svg`)],
    ["csv", "Acts of this world (CSV)", () => answers.world && save(csv(actsCsv(page, answers.world)), `${name}.csv`)],
    ["csv-worlds", "Outcomes, a row a world (CSV)", () => file("csv")],
    ["json", "This world as data (JSON)", () => file("json")],
    ["toml", "Scenario file (TOML)", () => file("toml")],
    ["command", "Copy the command line", () => copy(commandOf(s, page), "Command")],
  ];
}

function Export(props) {
  const ref = useRef();
  useEffect(() => {
    const shut = event => {
      if (event.type === "keydown" ? event.key === "Escape" : !ref.current.contains(event.target)) ref.current.open = false;
    };
    for (const type of ["pointerdown", "keydown"]) document.addEventListener(type, shut);
    return () => ["pointerdown", "keydown"].forEach(type => document.removeEventListener(type, shut));
  }, []);
  const take = async work => {
    ref.current.open = false;
    ref.current.querySelector("summary").focus();
    props.say((await work()) || "");
  };
  return html`<details class="export" ref=${ref}><summary class="btn">Export</summary><ul>${ways(props).map(([id, words, work]) => html`
    <li key=${id}><button id=${id} onclick=${() => take(work)}>${words}</button></li>`)}</ul></details>`;
}


const LATER = 600; // milliseconds: the list of scenarios can wait for the first picture

/** All scenarios by group; fetched once the page stands. */
function Scenarios({ page }) {
  const [listed, setListed] = useState([{ scenario: page.scenario, title: page.title, group: "" }]);
  useEffect(() => {
    const fill = async () => {
      const { cards } = await (await fetch("/api/cards")).json();
      if (cards.some(card => card.scenario === page.scenario)) setListed(cards);
    };
    const timer = setTimeout(() => fill().catch(() => {}), LATER); // without it the page still shows its own scenario
    return () => clearTimeout(timer);
  }, []);
  const groups = [...new Set(listed.map(x => x.group || ""))].sort((a, b) => ORDER.indexOf(a) - ORDER.indexOf(b));
  const option = x => html`<option key=${x.scenario} value=${x.scenario} selected=${x.scenario === page.scenario}>${x.title}</option>`;
  return html`<select aria-label="Scenario" title=${page.summary}
      onchange=${e => { location.href = `/explore?scenario=${encodeURIComponent(e.target.value)}`; }}>
    ${groups.map(group => html`<optgroup key=${group} label=${(GROUPS[group] || [group])[0]}>
      ${listed.filter(x => (x.group || "") === group).map(option)}</optgroup>`)}</select>`;
}

export function Top(props) {
  const { page, s, change } = props;
  return html`<header class="top no-print"><${Mark} /><${Rooms} here="Explore" /><span class="spring"></span>
    <${Scenarios} page=${page} /><${Export} ...${props} />
    ${s.lesson && html`<a class="btn" href="/lesson/${encodeURIComponent(s.lesson)}">Back to the lesson</a>`}
    <button class="btn wide" id="projector" aria-pressed=${String(s.projector)} title="Large type for a room"
      onclick=${() => change(x => ({ projector: !x.projector, tab: "fan" }))}>Projector</button></header>`;
}
