// The front page: a card for each scenario with its small fan, and the lessons.
import { html, render, useEffect, useState } from "./preact-htm.js";
import { roundTop, sayDate, SIDES, stepBand, stepLine } from "./charts.js";
import { GROUPS } from "./explorer/groups.js";
import { Mark } from "./explorer/top.js";

const AGAIN = 2500; // milliseconds until pictures that were not drawn yet are asked for again
const MOST_TRIES = 40;
const [WIDE, TALL] = [132, 64];

/** Two small fans side by side: nine of ten worlds and the median. */
export function SmallFan({ picture, card }) {
  if (!picture) return html`<div class="smallfan" aria-hidden="true"></div>`;
  const top = roundTop(Math.max(...SIDES.flatMap(side => picture.q[side][2])) / 10, 1);
  const Y = v => TALL - 2 - (Math.min(v / 10, top) / top) * (TALL - 6);
  const told = SIDES.map(side => `${card[side]} ${(picture.q[side][1].at(-1) / 10).toFixed(1)}`).join(", ");
  return html`<svg class="smallfan" width=${2 * WIDE + 12} height=${TALL} role="img" aria-label="Points at the end, median world: ${told}">
    ${SIDES.map((side, i) => {
      const n = picture.q[side][1].length;
      const x0 = i * (WIDE + 12);
      const xs = picture.q[side][1].map((_, k) => x0 + (k / n) * WIDE);
      const [low, mid, high] = picture.q[side].map(row => row.map(Y));
      return html`<g key=${side}><line class="base" x1=${x0} x2=${x0 + WIDE} y1=${TALL - 2} y2=${TALL - 2} />
        <path class="band half ${side}" d=${stepBand(xs, low, high, x0 + WIDE)} />
        <path class="median ${side}" d=${stepLine(xs, mid, x0 + WIDE)} /></g>`;
    })}</svg>`;
}

const first = text => (text.match(/^.*?[.!?](?=\s|$)/) || [text])[0];
const link = card => `/explore?scenario=${encodeURIComponent(card.scenario)}`;

function Card({ card, lead }) {
  const Title = lead ? "h2" : "h3";
  return html`<li class="card ${lead ? "lead" : ""}"><${Title}><a href=${link(card)}>${card.title}</a><//>
    <p class="tiny faint">${sayDate(card.start, 0)} to ${sayDate(card.end, 0)}</p>
    <${SmallFan} picture=${card.picture} card=${card} />
    <p class="who tiny" aria-hidden="true"><span class="home">${card.home}</span><span class="rival">${card.rival}</span></p>
    <p class="small soft">${lead ? card.summary : first(card.summary)}</p>
    ${card.question && html`<p class="small serif">${card.question}</p>`}</li>`;
}

function Group({ group, cards }) {
  const [title, about] = GROUPS[group] || [group, ""];
  return html`<section id="group-${group || "histories"}"><h2>${title}</h2><p class="soft">${about}</p>
    <ul class="cards">${cards.map(card => html`<${Card} key=${card.scenario} card=${card} />`)}</ul></section>`;
}

function Lessons({ lessons }) {
  if (!lessons.length) return null;
  return html`<section id="lessons-of-45"><h2>Lessons</h2>
    <p class="soft">Forty-five minutes each: a story, a bet, the worlds, one world, a change.</p>
    <ol class="lessons">${lessons.map(lesson => html`<li key=${lesson.name} class="card"><h3><a
      href="/lesson/${encodeURIComponent(lesson.name)}">${lesson.title}</a></h3><p class="small soft">${lesson.question}</p></li>`)}</ol></section>`;
}

/** The cards; asked for again while some still lack their picture. */
function useCards(found) {
  const [told, setTold] = useState(found);
  const [tries, setTries] = useState(0);
  const wanting = told.cards.some(card => !card.picture);
  useEffect(() => {
    if (!wanting || tries >= MOST_TRIES) return undefined;
    const timer = setTimeout(async () => {
      try {
        setTold(await (await fetch("/api/cards")).json());
      } finally {
        setTries(tries + 1);
      }
    }, AGAIN);
    return () => clearTimeout(timer);
  }, [wanting, tries]);
  return told;
}

function Home({ found }) {
  const { first: name, cards, lessons } = useCards(found);
  const lead = cards.find(card => card.scenario === name) || cards[0];
  const rest = cards.filter(card => card !== lead);
  const groups = [...new Set(rest.map(card => card.group || ""))];
  const of = group => groups.includes(group) && html`<${Group} key=${group} group=${group}
    cards=${rest.filter(card => (card.group || "") === group)} />`;
  return html`<a class="skip" href="#worlds">Skip to the scenarios</a>
    <header class="home-top"><${Mark} /><span class="spring"></span><a href="#lessons">Lessons</a></header>
    <main id="worlds"><div class="hero"><h1>You expel ours, we expel yours.</h1>
      <p class="serif">A laboratory of tit-for-tat diplomacy. Move a lever, and thousands of worlds redraw under your hand. Choose a moment
        in one of them, and its reasons stand beside it. Pin a world, change one thing, and the same luck runs on.</p>
      <p><a class="btn primary" href=${link(lead)}>Open the laboratory</a></p></div>
      <ul class="cards one"><${Card} card=${lead} lead=${true} /></ul>
      ${of("")}<div id="lessons"><${Lessons} lessons=${lessons} />${of("lessons")}</div>
      ${groups.filter(group => group && group !== "lessons").map(of)}
    </main>
    <footer class="home-foot small soft">What a model of this kind can claim, and what it cannot: docs/what_it_can_claim.md. All of it runs on this
      computer; nothing is fetched from elsewhere.</footer>`;
}

async function start() {
  const asked = await fetch("/api/cards");
  const found = await asked.json();
  if (!asked.ok) throw new Error(found.error || asked.statusText);
  document.body.replaceChildren();
  render(html`<${Home} found=${found} />`, document.body);
}

start().catch(error => {
  document.querySelector("#loading p").textContent = `The laboratory could not open this page: ${error.message}`;
});
