// Answers of the class's addresses: who asks shows a token, and waits until the worlds are computed.
import { useEffect, useState } from "../preact-htm.js";

const AGAIN = 1500; // milliseconds after "too many questions at once"
const MOST_TRIES = 4;

/** What an address of the class answers; `token` is the teacher's secret or a student's. Throws what it refuses, in words. */
export async function asked(code, token, path, tries = 0) {
  const answer = await fetch(`/class/${code}/${path}`, { headers: { authorization: `Bearer ${token}` } });
  if (answer.status === 429 && tries < MOST_TRIES) {
    await new Promise(done => setTimeout(done, AGAIN));
    return asked(code, token, path, tries + 1);
  }
  if (!answer.ok) throw new Error((await answer.json().catch(() => ({}))).error || answer.statusText);
  return answer;
}

/** The debrief as the server tells it: {page} or {error}; asked for again with `again`. */
export function useDebrief(code, token) {
  const [found, set] = useState({});
  const [times, setTimes] = useState(0);
  useEffect(() => {
    let here = true;
    asked(code, token, "debrief").then(answer => answer.json()).then(page => here && set({ page }))
      .catch(error => here && set({ error: error.message }));
    return () => {
      here = false;
    };
  }, [times]);
  return [found, () => setTimes(times + 1)];
}
