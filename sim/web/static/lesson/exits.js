// The questions at the door: an answer is followed by whether it is right, and by what it rests on.
import { html, useState } from "../preact-htm.js";

function Question({ row, number }) {
  const [chosen, setChosen] = useState(null);
  const option = chosen == null ? null : row.options[chosen];
  return html`<fieldset><legend>${row.question}</legend>
    ${row.options.map((one, i) => html`<label key=${i}><input type="radio" name="exit-${number}" checked=${chosen === i}
      onchange=${() => setChosen(i)} /><span>${one.answer}</span></label>`)}
    <div role="status">${option && html`<p class="why ${option.right ? "right" : ""}">
      <b>${option.right ? "Yes." : "No: this"}</b>${" "}${option.why}</p>`}</div>
    </fieldset>`;
}

export const Exits = ({ exits }) => html`<section><h2>Before you go</h2>
  <div class="exits">${exits.map((row, i) => html`<${Question} key=${i} row=${row} number=${i} />`)}</div></section>`;
