// The charts: pure functions of data, SVG as Preact nodes. No state of a page, no fetching, no sockets.
export * from "./charts/words.js";
export * from "./charts/axis.js";
export { Fan, fanSentence } from "./charts/fan.js";
export { Dots, dots, Hundred, moves } from "./charts/hundred.js";
export { Lanes, lanesOf, worldSentence } from "./charts/lanes.js";
export { placeLabels, short } from "./charts/marks.js";
export { Chamber, Hemi, seatSentence, seatsOf } from "./charts/hemicycle.js";
export { cutsOf, Luck } from "./charts/luck.js";
export { histogram, Partings } from "./charts/partings.js";
