// Small hooks: the width of a box, and whether the page is on a phone.
import { useEffect, useLayoutEffect, useRef, useState } from "../preact-htm.js";

/** [ref, width in whole pixels]; 0 until it is known. */
export function useWidth() {
  const ref = useRef();
  const [width, setWidth] = useState(0);
  useLayoutEffect(() => {
    const measure = () => setWidth(Math.floor(ref.current.getBoundingClientRect().width));
    const observer = new ResizeObserver(measure);
    observer.observe(ref.current);
    measure();
    return () => observer.disconnect();
  }, []);
  return [ref, width];
}

/** Whether a media query holds now. */
export function useMedia(query) {
  const [holds, setHolds] = useState(() => matchMedia(query).matches);
  useEffect(() => {
    const media = matchMedia(query);
    const heard = () => setHolds(media.matches);
    media.addEventListener("change", heard);
    return () => media.removeEventListener("change", heard);
  }, [query]);
  return holds;
}

export const PHONE = "(max-width: 720px)";
