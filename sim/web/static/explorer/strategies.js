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

/** Levers that cannot move anything: those of a Congress that is not there, and of promises that nobody makes. */
function idle(page, name) {
  if (page.congress === false && name.startsWith("congress.")) return true;
  return name === "hope.promise_boost" && !page.events.some(e => e.kind === "promise");
}

/** A choice of strategy in words: "tit for two tats". */
const choice = ({ word, help }) => ({ word, label: LABELS[word] || word.replace(/-/g, " "), help: HELP[word] || help });

/** A list of strategies for a side that has none among the levers of its scenario. */
const missing = (page, side) => ({
  name: `${side}.strategy`, label: page[side], value: page.playing[side], help: `How ${page[side]} chooses from its menu.`,
  choices: page.strategies.map(x => choice({ word: x.name, help: x.rule })),
});

/** The page as it is shown: no idle levers, strategies in words, and a list of them for each side. */
export function withLevers(page) {
  const worded = k => (k.choices ? { ...k, choices: k.choices.map(choice) } : k);
  const kept = page.knobs.map(group => ({ ...group, rows: group.rows.filter(k => !idle(page, k.name)).map(worded) }));
  const has = side => kept.some(group => group.rows.some(k => k.name === `${side}.strategy`));
  const rows = SIDES.filter(side => !has(side)).map(side => missing(page, side));
  const strategies = { group: "Strategies", about: "How a side chooses from its menu", rows };
  return { ...page, knobs: [...kept, strategies].filter(group => group.rows.length) };
}
