// The page: levers, worlds, one world and its reasons; state in, questions out, answers shown.
import { html, useCallback, useEffect, useMemo, useRef, useState } from "../preact-htm.js";
import { useAnswers } from "./answers.js";
import { Levers, Timeline } from "./levers.js";
import { partingOf } from "./parting.js";
import { Side } from "./side.js";
import { leversOf, linkOf, TABS } from "./state.js";
import { Top } from "./top.js";
import { PHONE, useMedia, useWidth } from "./use.js";
import { OneWorld } from "./world.js";
import { Worlds } from "./worlds.js";

const PATIENCE = 1500; // milliseconds after which a missing first picture means that the rules compile

const COMPILING = "The laboratory compiles its rules: half a minute, once.";

/** What to say while there is no picture yet: the laboratory's own words, or ours once it takes long. */
function useWaiting({ fan, status }) {
  const [late, setLate] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), PATIENCE);
    return () => clearTimeout(timer);
  }, []);
  if (fan) return "";
  if (status && status.state !== "ready") return status.words;
  return late ? COMPILING : "Counting worlds…";
}

function Tabs({ s, change }) {
  return html`<nav class="tabs no-print" aria-label="Parts of the page">${TABS.map(([tab, label]) => html`<button key=${tab}
    aria-pressed=${String(s.tab === tab)} onclick=${() => change(() => ({ tab }))}>${label}</button>`)}</nav>`;
}

function Notes({ notes, drop }) {
  if (!notes.length) return null;
  return html`<div class="note" role="status">${notes.map(note => html`<p key=${note}>${note}</p>`)}
    <button class="linkish" onclick=${drop}>understood</button></div>`;
}

/** A link may name parameters that have no lever here; if the laboratory refuses them, they go, and that is said. */
function useStrangers(page, s, sorry, change, say) {
  useEffect(() => {
    const known = new Set(leversOf(page).map(lever => lever.name));
    const strangers = Object.keys(s.set).filter(name => !known.has(name));
    if (!sorry || !strangers.length) return;
    change(x => ({ set: Object.fromEntries(Object.entries(x.set).filter(([name]) => known.has(name))) }));
    say(`Left out of the link: ${strangers.join(", ")} (${sorry}).`);
  }, [sorry]);
}

const SAID = 4000; // milliseconds that a line such as "Link copied" stands

function useSaid() {
  const [said, say] = useState("");
  useEffect(() => {
    const timer = said && setTimeout(() => say(""), SAID);
    return () => clearTimeout(timer);
  }, [said]);
  return [said, say];
}

/** State of the page, and a way to change part of it. */
function usePatched(first) {
  const [s, setS] = useState(first);
  const change = useCallback(patch => setS(x => ({ ...x, ...patch(x) })), []);
  return [s, change];
}

export function App({ page, first, notes: found }) {
  const [s, change] = usePatched(first);
  const [notes, setNotes] = useState(found);
  const [said, say] = useSaid();
  const [middle, width] = useWidth();
  const [rail, railWidth] = useWidth();
  const phone = useMedia(PHONE) && !s.projector;
  const latest = useRef(s);
  latest.current = s;
  const write = () => history.replaceState(null, "", linkOf(latest.current, page));
  const answers = useAnswers(s, page, write);
  const { world, other } = answers;
  const part = useMemo(() => partingOf(world, other), [world, other]);
  const waiting = useWaiting(answers);
  useEffect(() => { document.documentElement.classList.toggle("projector", s.projector); }, [s.projector]);
  useEffect(write, [s.day, s.side, s.run, s.pin, s.tab, s.look, s.projector]);
  useStrangers(page, s, answers.sorry, change, note => setNotes(all => [...all, note]));
  const tabbed = phone || s.projector;
  const pick = useCallback(a => change(x => ({ day: a.day, side: a.side, tab: tabbed ? "why" : x.tab })), [tabbed]);
  const onDay = useCallback((day, side) => change(() => ({ day, side })), []);
  const levers = useMemo(() => html`<${Levers} page=${page} s=${s} change=${change} />
    <${Timeline} page=${page} s=${s} change=${change} />`, [s.set, s.off]);
  const one = useMemo(() => html`<${OneWorld} page=${page} s=${s} change=${change} answers=${answers} phone=${phone} width=${width}
    part=${part} onPick=${pick} />`, [world, other, answers.pair, answers.fan && answers.fan.runs, answers.up, s, phone, width, part, pick]);
  const side = useMemo(() => html`<${Side} page=${page} answers=${answers} width=${railWidth} />`,
    [answers.why, world, answers.score, railWidth]);
  return html`<a class="skip" href="#fan">Skip to the picture</a><${Top} page=${page} s=${s} change=${change} answers=${answers} say=${say} />
    <main class="explore" data-tab=${s.tab}>
      <div class="rail left no-print" role="region" aria-label="Levers" tabindex="0">${levers}</div>
      <div class="middle"><div ref=${middle}>
        <${Notes} notes=${answers.sorry ? [...notes, answers.sorry] : notes} drop=${() => setNotes([])} />
        <${Worlds} page=${page} s=${s} change=${change} answers=${answers} phone=${phone} width=${width} onPick=${pick}
          onDay=${onDay} waiting=${waiting} />
        ${one}</div></div>
      <div class="rail right" role="region" aria-label="Why" tabindex="0"><div ref=${rail}>${side}</div></div>
    </main><${Tabs} s=${s} change=${change} /><p class=${said ? "said" : "sr"} role="status">${said}</p>`;
}
