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

const NAMES = SIDES.map(side => `${side}.strategy`);

/** The list of strategies of a side, as its scenario has it among its levers or as any can play. */
function listOf(page, side, rows) {
  const name = `${side}.strategy`;
  const own = rows.find(k => k.name === name);
  return {
    help: `How ${page[side]} chooses from its menu.`, value: page.playing[side],
    ...own, name, label: `${page.adjectives[side]} strategy`,
    choices: (own ? own.choices : page.strategies.map(x => ({ word: x.name, help: x.rule }))).map(choice),
  };
}

/** The page as it is shown: no idle levers, and the strategies of both sides in words, in one place. */
export function withLevers(page) {
  const all = page.knobs.flatMap(group => group.rows);
  const stays = k => !NAMES.includes(k.name) && !idle(page, k.name);
  const kept = page.knobs.map(group => ({ ...group, rows: group.rows.filter(stays) }));
  const rows = SIDES.map(side => listOf(page, side, all));
  const strategies = { group: "Strategies", about: "How a side chooses from its menu", rows };
  return { ...page, knobs: [...kept, strategies].filter(group => group.rows.length) };
}
