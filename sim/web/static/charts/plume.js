// The density of all worlds, drawn a pixel a bin: it shows the two humps that bands of quantiles hide.
import { html, useEffect, useRef } from "../preact-htm.js";

/** `data`: base64 of `cols` x `rows` bytes, column by column from below; `box` is where it stands in the picture. */
export function Plume({ data, rows, cols, box, color, top, shown }) {
  const ref = useRef();
  useEffect(() => {
    if (ref.current && data) paint(ref.current, data, rows, cols, color);
  }, [data, color]);
  const up = (box.h * top) / shown;
  const style = {
    left: `${box.x}px`, top: `${box.y + box.h - up}px`, width: `${box.w}px`, height: `${up}px`,
    clipPath: up > box.h ? `inset(${up - box.h}px 0 0 0)` : "",
  };
  return html`<canvas ref=${ref} width=${cols} height=${rows} class="plume" aria-hidden="true" style=${style}></canvas>`;
}

function paint(canvas, data, rows, cols, color) {
  const bytes = Uint8Array.from(atob(data), c => c.charCodeAt(0));
  const context = canvas.getContext("2d");
  const image = context.createImageData(cols, rows);
  const rgb = [1, 3, 5].map(k => parseInt(color.slice(k, k + 2), 16));
  for (let x = 0; x < cols; x++) {
    for (let y = 0; y < rows; y++) {
      const at = ((rows - 1 - y) * cols + x) * 4;
      image.data.set([...rgb, bytes[x * rows + y] * 0.92], at);
    }
  }
  context.putImageData(image, 0, 0);
}
