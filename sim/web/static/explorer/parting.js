// Where a world leaves the pinned one: the first day on which something else is done.
import { listed } from "../charts/words.js";

const key = act => act.side + act.kind + act.text;
const deeds = world => world.acts.filter(a => a.kind !== "outside");
const wordsOf = acts => listed([...new Set(acts.map(a => (a.kind === "law" ? "the law" : a.text)))]);

/** {day, author, now, was} in words, or null where both worlds do the same. */
export function partingOf(world, other) {
  if (!world || !other) return null;
  const [a, b] = [deeds(world), deeds(other)];
  const days = [...new Set([...a, ...b].map(act => act.day))].sort((x, y) => x - y);
  for (const day of days) {
    const [now, was] = [a, b].map(acts => acts.filter(act => act.day === day));
    if (now.map(key).join() === was.map(key).join()) continue;
    const first = [...now, ...was].find(act => !(now.some(x => key(x) === key(act)) && was.some(x => key(x) === key(act))));
    return { day, author: first.kind === "law" ? "congress" : first.side, now: wordsOf(now), was: wordsOf(was) };
  }
  return null;
}
