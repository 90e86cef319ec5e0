// The levers by mechanism, strategies by name, and the events of the timeline as check boxes.
import { html, useLayoutEffect, useRef } from "../preact-htm.js";
import { sayDate } from "../charts.js";
import { choicesOf, sayValue, wordOf } from "./state.js";

const TAGS = {
  R: "R: read off the record",
  L: "L: from the literature",
  J: "J: our judgement. A lever to try, never a finding",
};
const THUMB = 17;

/** Where a value stands on its slider, in percent. */
const placeOf = (k, value) => (100 * (Math.min(k.high, Math.max(k.low, value)) - k.low)) / (k.high - k.low);

const rule = (k, value) => (choicesOf(k).find(c => c.word === value) || {}).help;

export const isChanged = (k, value) => value != null && value !== k.value;

const Undo = () => html`<svg width="13" height="13" viewBox="0 0 16 16" aria-hidden="true">
  <path d="M3 3v4h4M3.4 7A5.6 5.6 0 1 1 3 10" fill="none" stroke="currentColor" stroke-width="2" /></svg>`;

function Label({ k, value, changed, reset }) {
  return html`<div class="knobhead"><label for="k-${k.name}" title=${k.help || k.meaning}>${k.label}</label>
    ${changed && html`<button class="undo" type="button" title="Back to ${sayValue(k, k.value)}"
      aria-label="Reset ${k.label} to ${sayValue(k, k.value)}" onclick=${reset}><${Undo} /></button>`}
    ${k.tag && html`<abbr class="tag" title=${TAGS[k.tag] || k.tag}>${k.tag}</abbr>`}
    ${!k.choices && html`<output for="k-${k.name}">${sayValue(k, value)}</output>`}</div>`;
}

function Choice({ k, value, set }) {
  const word = wordOf(k, value);
  return html`<select id="k-${k.name}" name=${k.name} value=${word} aria-describedby="h-${k.name}"
      onchange=${event => set(event.target.value)}>
    ${choicesOf(k).map(c => html`<option key=${c.word} value=${c.word} title=${c.help}>${c.label}</option>`)}</select>
    ${word !== k.value && rule(k, word) && html`<p class="tiny soft rule">${rule(k, word)}</p>`}`;
}

function Slider({ k, value, set }) {
  const ref = useRef();
  useLayoutEffect(() => ref.current.style.setProperty("--fill", `${placeOf(k, value)}%`));
  const mark = { left: `calc(${THUMB / 2}px + (100% - ${THUMB}px) * ${placeOf(k, k.value) / 100} - 1px)` };
  const near = Math.min(k.high, Math.max(k.low, value));
  const spoken = `${sayValue(k, value)}${k.unit ? ` ${k.unit}` : ""}`;
  return html`<div class="slide"><span class="was" style=${mark} title="As shipped: ${sayValue(k, k.value)}"></span>
    <input ref=${ref} id="k-${k.name}" name=${k.name} type="range" min=${k.low} max=${k.high} step=${k.step} value=${value}
      aria-valuetext=${spoken} aria-describedby="h-${k.name}" oninput=${event => set(Number(event.target.value))} /></div>
    ${near !== value && html`<p class="tiny soft beyond">beyond the slider, which ends at ${sayValue(k, near)}</p>`}`;
}

/** One lever: a slider, or a list where its values are words. */
export function Knob({ k, value, set, reset }) {
  const now = value ?? k.value;
  const changed = isChanged(k, value);
  const Control = k.choices ? Choice : Slider;
  return html`<div class="knob ${changed ? "changed" : ""}">
    <${Label} k=${k} value=${now} changed=${changed} reset=${reset} />
    <${Control} k=${k} value=${now} set=${set} />
    <span class="sr" id="h-${k.name}">${k.help || k.meaning}</span></div>`;
}

export function Levers({ page, s, change }) {
  const put = (name, value) => change(x => ({ set: { ...x.set, [name]: value } }));
  const drop = name => change(x => {
    const { [name]: _, ...set } = x.set;
    return { set };
  });
  const knob = k => html`<${Knob} key=${k.name} k=${k} value=${s.set[k.name]}
    set=${value => (value === k.value ? drop(k.name) : put(k.name, value))} reset=${() => drop(k.name)} />`;
  const groups = kept => page.knobs.map(group => ({ ...group, rows: group.rows.filter(kept) })).filter(group => group.rows.length);
  const fields = group => html`<fieldset class="group" key=${group.group}>
    <legend class="eyebrow" title=${group.about}>${group.group}</legend>${group.rows.map(knob)}</fieldset>`;
  const later = k => k.first === false;
  const more = groups(later);
  const open = more.some(group => group.rows.some(k => isChanged(k, s.set[k.name])));
  return html`${groups(k => !later(k)).map(fields)}${more.length > 0 && html`<details class="more" open=${open}>
    <summary><span class="eyebrow">More levers</span></summary>${more.map(fields)}</details>`}`;
}

/** What the timeline scripts: take an event out, and it never happens. */
export function Timeline({ page, s, change }) {
  if (page.events.length === 0) return null;
  const toggle = (id, kept) => change(x => ({ off: kept ? x.off.filter(o => o !== id) : [...x.off, id] }));
  return html`<details class="timeline" open=${s.off.length > 0}>
    <summary><span class="eyebrow">Timeline: leave out</span></summary>
    <div class="toggles">${page.events.map(e => html`<label key=${e.id} class=${s.off.includes(e.id) ? "gone" : ""}>
      <input type="checkbox" name="event-${e.id}" checked=${!s.off.includes(e.id)}
        onchange=${event => toggle(e.id, event.target.checked)} />
      <span><time datetime=${e.date}>${sayDate(e.date, 0)}</time><span class="what">${e.text}</span></span></label>`)}</div></details>`;
}
