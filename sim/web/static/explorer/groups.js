// The folders of scenarios in words: {group: [title, what it is about]}, in the order of the front page.

export const GROUPS = {
  own: ["Yours", "The file you opened, and scenarios posted to this page."],
  "": ["Histories", "What happened between two states, and what else might have."],
  lessons: ["Small models", "One idea at a time, with nothing else in the way."],
  counterfactuals: ["What if", "The winter of 2016, with one thing changed."],
  cases: ["Casebook", "Exchanges of history, each with its record, its sources and a question for a class."],
  dyads: ["Other pairs", "The same rules between other states."],
};
export const ORDER = Object.keys(GROUPS);
