// What the page shows, and its address: only what differs from the default is in the link.

export const LOOKS = ["bands", "plume"];
export const TABS = [["fan", "Worlds"], ["levers", "Levers"], ["world", "One world"], ["why", "Why?"]];
const PIN = "pin.";

/** Where everything starts for a scenario. */
export function startOf(page) {
  return {
    scenario: page.scenario, set: {}, off: [], seed: page.seed, run: page.run,
    day: null, side: null, pin: null, look: "bands", projector: false, tab: "fan", lesson: null,
  };
}

const listOf = text => text.split(",").filter(x => x && x !== "1");
const valueOf = text => (text.trim() !== "" && Number.isFinite(Number(text)) ? Number(text) : text);

/** The state that a query string names; what it does not name is as shipped. */
export function readState(search, page) {
  const query = new URLSearchParams(search);
  const s = startOf(page);
  for (const [key, text] of query) {
    if (key.startsWith(PIN)) (s.pin ||= { set: {}, off: [] }).set[key.slice(PIN.length)] = valueOf(text);
    else if (key.includes(".")) s.set[key] = valueOf(text);
  }
  if (query.has("off")) s.off = listOf(query.get("off"));
  if (query.has("pin")) (s.pin ||= { set: {}, off: [] }).off = listOf(query.get("pin"));
  for (const key of ["run", "seed", "day"]) if (query.has(key)) s[key] = Math.max(0, Math.floor(Number(query.get(key))) || 0);
  if (s.day != null) s.side = query.get("side") === "home" ? "home" : "rival";
  if (s.day != null) s.day = Math.min(s.day, page.days - 1);
  if (LOOKS.includes(query.get("look"))) s.look = query.get("look");
  if (TABS.some(([tab]) => tab === query.get("tab"))) s.tab = query.get("tab");
  s.projector = query.has("projector");
  s.lesson = query.get("lesson");
  return s;
}

/** The query string of a state; `page` says what is as shipped, and under which rules. */
export function linkOf(s, page) {
  const start = startOf(page);
  const query = new URLSearchParams();
  query.set("scenario", s.scenario);
  for (const [name, value] of Object.entries(s.set)) query.set(name, String(value));
  if (s.off.length) query.set("off", s.off.join(","));
  if (s.pin) {
    query.set("pin", s.pin.off.join(",") || "1");
    for (const [name, value] of Object.entries(s.pin.set)) query.set(PIN + name, String(value));
  }
  for (const key of ["run", "seed", "look", "tab", "lesson"]) if (s[key] !== start[key]) query.set(key, String(s[key]));
  if (s.day != null) {
    query.set("day", String(s.day));
    query.set("side", s.side);
  }
  if (s.projector) query.set("projector", "1");
  query.set("v", page.version);
  return `?${query}`;
}

/** All levers of the page by name. */
export const leversOf = page => page.knobs.flatMap(group => group.rows);

/** A lever's value in words. */
export function sayValue(lever, value) {
  if (lever.choices) return sayChoice(lever, value);
  if (lever.step === 1 && lever.low === 0 && lever.high === 1) return value ? "yes" : "no";
  if (lever.step >= 1) return String(Math.round(value)).replace("-", "−");
  return String(Number(value.toFixed(4))).replace("-", "−");
}

/** The values of a lever of words: [{word, label, help}]. */
export const choicesOf = lever => lever.choices.map(c => (typeof c === "string" ? { word: c, label: c } : c));

/** A value of such a lever as its word; a link may hold its position. */
export const wordOf = (lever, value) => (typeof value === "number" ? (choicesOf(lever)[value] || {}).word : value);

function sayChoice(lever, value) {
  const found = choicesOf(lever).find(c => c.word === wordOf(lever, value));
  return found ? found.label : String(value);
}

/** What differs from the scenario as shipped, as words: ["Held back while hoping: 8", "without promise"]. */
export function differences(page, { set, off }) {
  const levers = leversOf(page);
  const changed = Object.entries(set).map(([name, value]) => {
    const lever = levers.find(row => row.name === name);
    if (!lever) return `${name}: ${value}`;
    return value === lever.value ? null : `${lever.label}: ${sayValue(lever, value)}`;
  });
  const gone = off.map(id => {
    const event = page.events.find(e => e.id === id);
    return `without ${(event && event.label) || id.replace(/[-_]/g, " ")}`;
  });
  return [...changed.filter(Boolean), ...gone];
}

const quoted = text => (/^[\w.,:/=+-]+$/.test(text) ? text : `'${text.replace(/'/g, "'\\''")}'`);

/** The command line that makes the world shown. */
export function commandOf(s, page) {
  const sets = Object.entries(s.set).map(([name, value]) => `--set ${quoted(`${name}=${value}`)}`);
  const offs = s.off.map(id => `--without ${quoted(id)}`);
  const seed = s.seed === page.seed ? [] : [`--seed ${s.seed}`];
  return ["run.py simulate", quoted(s.scenario), ...sets, ...offs, `--run ${s.run}`, ...seed].join(" ");
}

/** The nearest value that the rules can bear; a slider goes less far (`least` and `most` against `low` and `high`). */
export function nearest(lever, value) {
  if (lever.choices) {
    const word = wordOf(lever, value);
    return choicesOf(lever).some(c => c.word === word) ? word : lever.value;
  }
  if (!Number.isFinite(Number(value))) return lever.value;
  const [least, most] = [lever.least ?? lever.low, lever.most === null ? Infinity : lever.most ?? lever.high];
  return Math.min(most, Math.max(least, Number(value)));
}

/** A state whose every value its lever can take, and a line about each that it could not. */
export function legal(s, page) {
  const notes = [];
  const mended = ({ set, off }) => {
    const kept = {};
    for (const [name, value] of Object.entries(set)) {
      const lever = leversOf(page).find(row => row.name === name);
      const fit = lever ? nearest(lever, value) : value;
      if (fit !== value) notes.push(`${lever.label} cannot be ${value}: ${sayValue(lever, fit)} is the nearest.`);
      kept[name] = fit;
    }
    const known = off.filter(id => page.events.some(e => e.id === id));
    for (const id of off.filter(x => !known.includes(x))) notes.push(`The timeline has no event “${id}”: the link named it in vain.`);
    return { set: kept, off: known };
  };
  return { state: { ...s, ...mended(s), pin: s.pin && mended(s.pin) }, notes };
}
