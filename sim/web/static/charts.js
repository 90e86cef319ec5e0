// The charts: pure functions of data, SVG as Preact nodes. No state of a page, no fetching, no sockets.
export * from "./charts/words.js";
export * from "./charts/axis.js";
export { Fan } from "./charts/fan.js";
export { Dots, Hundred, moves } from "./charts/hundred.js";
export { billsOf, Lanes } from "./charts/lanes.js";
export { Chamber } from "./charts/hemicycle.js";
export { Luck } from "./charts/luck.js";
export { Partings } from "./charts/partings.js";
