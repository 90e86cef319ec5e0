// Which levers a page has: strategies by name as lists, and none that cannot move anything.

const SIDES = ["home", "rival"];
const HELP = { logit: "Weighs every option; those nearest the size of answer it aims at are likeliest." };
const LABELS = {
  logit: "the model’s own: weighs all",
  generous: "generous tit for tat",
  contrite: "contrite tit for tat",
  "win-stay-lose-shift": "win stay, lose shift",
  grim: "grim: never forgives",
  parity: "parity: equal numbers",
  grit: "GRIT: small steps first",
};

/** "tit-for-two-tats" in words. */
export const strategyLabel = name => LABELS[name] || name.replace(/-/g, " ");

/** Levers that cannot move anything: those of a Congress that is not there, and of promises that nobody makes. */
function idle(page, name) {
  if (page.congress === false && name.startsWith("congress.")) return true;
  return name === "hope.promise_boost" && !page.events.some(e => e.kind === "promise");
}

/** The page without idle levers. */
export function withoutIdle(page) {
  const kept = page.knobs.map(group => ({ ...group, rows: group.rows.filter(k => !idle(page, k.name)) }));
  return { ...page, knobs: kept.filter(group => group.rows.length) };
}

/** The page with a group of two lists, one a side, where it tells of strategies. */
export function withStrategies(page) {
  if (!page.strategies || !page.strategies.length || !page.playing) return page;
  const choices = page.strategies.map(x => ({ word: x.name, label: strategyLabel(x.name), help: HELP[x.name] || x.rule }));
  const own = word => (choices.some(c => c.word === word) ? [] : [{ word, label: word, help: "The scenario’s own." }]);
  const rows = SIDES.map(side => ({
    name: `${side}.strategy`, label: page[side], value: page.playing[side], choices: [...choices, ...own(page.playing[side])],
    help: `How ${page[side]} chooses from its menu.`,
  }));
  return { ...page, knobs: [...page.knobs, { group: "Strategies", about: "How a side chooses from its menu", rows }] };
}
