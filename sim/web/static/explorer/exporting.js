// What leaves the page: a link, a picture, numbers, a scenario, a command.
import { isoDate } from "../charts.js";

const KEPT = ["fill", "fill-opacity", "stroke", "stroke-width", "stroke-dasharray", "stroke-linejoin", "opacity", "font-family", "font-size",
  "font-weight", "paint-order"];
const SVG = "http://www.w3.org/2000/svg";
const PAPER = "#fbfaf7";
const EDGE = 24;

/** Hands `blob` to the reader as a file called `name`. */
export function save(blob, name) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
}

/** Hands over what the laboratory writes at an address; says why where it does not. */
export async function fetched(address, name) {
  const answer = await fetch(address);
  if (!answer.ok) return `${name} cannot be had: ${(await answer.json()).error || answer.statusText}`;
  save(await answer.blob(), name);
  return "";
}

/** Puts text on the clipboard, where a browser has one; else shows it to be copied by hand. */
export async function copy(text, what) {
  try {
    await navigator.clipboard.writeText(text);
    return `${what} copied`;
  } catch {
    window.prompt(what, text); // plain http on a local network has no clipboard
    return "";
  }
}

/** The acts of a world as comma-separated lines. */
export function actsCsv(page, world) {
  const quoted = words => `"${words.replace(/"/g, '""')}"`;
  const rows = world.acts.map(a => [a.day, isoDate(page.start, a.day), a.side, a.kind, quoted(a.text), a.points, a.felt, a.granted]);
  const head = ["day", "date", "side", "kind", "measure", "points", "felt", "granted"];
  return `${[head, ...rows].map(row => row.join(",")).join("\n")}\n`;
}

/** A copy of a drawn SVG that carries its own styles. */
function standing(svg) {
  const copied = svg.cloneNode(true);
  const [from, to] = [svg, copied].map(root => [root, ...root.querySelectorAll("*")]);
  from.forEach((el, i) => {
    const style = getComputedStyle(el);
    for (const name of KEPT) to[i].setAttribute(name, style.getPropertyValue(name));
    for (const name of ["class", "tabindex", "role", "aria-label", "style"]) to[i].removeAttribute(name);
  });
  return copied;
}

function text(words, y, size, weight = "600") {
  const el = document.createElementNS(SVG, "text");
  const set = { x: EDGE, y, "font-size": size, "font-weight": weight, fill: "#1c1f24", "font-family": "Source Serif, Georgia, serif" };
  for (const [name, value] of Object.entries(set)) el.setAttribute(name, value);
  el.textContent = words;
  return el;
}

function placed(el, x, y) {
  const group = document.createElementNS(SVG, "g");
  group.setAttribute("transform", `translate(${x} ${y})`);
  group.append(el);
  return group;
}

/** The plume of a fan, which is a canvas, as an image at its place. */
function plumeOf(figure) {
  const canvas = figure.querySelector("canvas");
  if (!canvas) return null;
  const image = document.createElementNS(SVG, "image");
  const box = { x: canvas.offsetLeft, y: canvas.offsetTop, width: canvas.offsetWidth, height: canvas.offsetHeight };
  for (const [name, value] of Object.entries(box)) image.setAttribute(name, value);
  image.setAttribute("preserveAspectRatio", "none");
  image.setAttribute("href", canvas.toDataURL());
  return image;
}

/** Words broken to lines of so many letters. */
function broken(words, letters) {
  const lines = [""];
  for (const word of words.split(/\s+/)) {
    if (`${lines.at(-1)} ${word}`.length > letters) lines.push(word);
    else lines.push(`${lines.pop()} ${word}`.trim());
  }
  return lines;
}

/** The sentence, both fans and the one world as a single SVG, with where it came from. */
export function poster(title, source) {
  const figures = [...document.querySelectorAll(".fans .fan")];
  const lanes = document.querySelector(".worldbox .lanes");
  const width = Math.max(...[figures.reduce((sum, f) => sum + f.offsetWidth, 0), lanes ? lanes.clientWidth : 0]) + 2 * EDGE;
  const svg = document.createElementNS(SVG, "svg");
  const paper = document.createElementNS(SVG, "rect");
  svg.append(paper);
  let y = EDGE + 18;
  for (const line of broken(title, Math.floor(width / 11))) {
    svg.append(text(line, y, 21));
    y += 27;
  }
  let x = EDGE;
  for (const figure of figures) {
    const plume = plumeOf(figure);
    if (plume) svg.append(placed(plume, x, y));
    svg.append(placed(standing(figure.querySelector("svg")), x, y));
    x += figure.offsetWidth;
  }
  y += (figures[0] ? figures[0].offsetHeight : 0) + 14;
  if (lanes && lanes.clientWidth) {
    svg.append(placed(standing(lanes), EDGE, y));
    y += lanes.getBoundingClientRect().height + 8;
  }
  svg.append(text(source, y + 10, 11, "400"));
  const size = { xmlns: SVG, width, height: y + EDGE, viewBox: `0 0 ${width} ${y + EDGE}` };
  for (const [name, value] of Object.entries(size)) svg.setAttribute(name, value);
  for (const [name, value] of Object.entries({ width, height: y + EDGE, fill: PAPER })) paper.setAttribute(name, value);
  return new XMLSerializer().serializeToString(svg);
}

/** The same as a PNG of twice the size. */
export async function raster(svg, scale = 2) {
  const url = URL.createObjectURL(new Blob([svg], { type: "image/svg+xml" }));
  const image = new Image();
  image.src = url;
  await image.decode();
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [image.width * scale, image.height * scale];
  canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
  URL.revokeObjectURL(url);
  return new Promise(done => canvas.toBlob(done, "image/png"));
}
