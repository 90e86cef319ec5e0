// A survey of the teacher's: up to six sentences, five points each, nobody's name.
import { html, useState } from "../preact-htm.js";

const POINTS = [1, 2, 3, 4, 5];

export function Survey({ when, items, say, refused, onLater }) {
  const [answers, setAnswers] = useState(() => items.map(() => null));
  const given = answers.filter(answer => answer != null).length;
  const send = event => {
    event.preventDefault();
    say({ t: "survey", when, answers });
  };
  const set = (k, value) => setAnswers(answers.map((answer, i) => (i === k ? value : answer)));
  return html`<form class="sheet survey" onsubmit=${send}><h1 tabindex="-1">${when === "pre" ? "Before we begin" : "After all that"}</h1>
    <p class="lead">How far do you agree? There is no right answer, and nobody sees your name with it.</p>
    ${items.map((item, k) => html`<fieldset key=${k}><legend>${item}</legend><div class="five">${POINTS.map(point => html`<label key=${point}
      class=${answers[k] === point ? "on" : ""}><input type="radio" name=${`item${k}`} checked=${answers[k] === point}
      onchange=${() => set(k, point)} />${point}</label>`)}</div><p class="ends" aria-hidden="true"><span>1 not at all</span><span>5 wholly</span>
        </p></fieldset>`)}
    ${refused && html`<p class="refused" role="alert">${refused}</p>`}
    <button class="btn big seal" disabled=${given === 0}>${given ? `Send ${given} of ${items.length}` : "Answer at least one"}</button>
    <button type="button" class="linkish later" onclick=${onLater}>I would rather not</button></form>`;
}
