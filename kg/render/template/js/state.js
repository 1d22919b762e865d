// The state of the view: one flat object, mirrored in the URL's fragment so that a view can be linked.

import { actors } from "./data.js";

const DEFAULTS = Object.freeze({
  lang: "ar",
  theme: "", // "" follows the system
  view: "picture",
  level: "actors",
  colour: "kind",
  off: [], // types hidden
  kinds: [], // kinds hidden
  statuses: [], // statuses hidden
  outlets: [], // outlets shown; none: all
  since: "",
  until: "",
  sources: 1,
  confidence: 0,
  limit: 300,
  around: "",
  depth: 1,
  from: "",
  to: "",
  select: "", // an actor
  tie: [], // two actors and a family, or two actors
  triad: [], // three actors out of balance
  list: "", // whether the findings of the overlay stand in the panel
});

const ACTORS = ["around", "from", "to", "select"];
const CHOICES = { lang: ["ar", "en"], theme: ["", "light", "dark"], view: ["picture", "table"], level: ["actors", "states"], colour: ["kind", "camp", "balance", "broker"], list: ["", "open"] };
const RANGES = { sources: [1, 99], confidence: [0, 100], limit: [10, 1000], depth: [1, 2] };

let opening = { ...DEFAULTS };
const listeners = [];
export const state = { ...DEFAULTS };

const same = (a, b) => (Array.isArray(a) ? a.length === b.length && a.every((value, place) => value === b[place]) : a === b);

// What a fragment says, where it makes sense; somebody may have mistyped it, or made it up.
function accepted(name, given) {
  const usual = opening[name];
  if (name === "tie") return given.length >= 2 && given.slice(0, 2).every((id) => actors.has(id)) ? given.slice(0, 3) : usual;
  if (name === "triad") return given.length === 3 && given.every((id) => actors.has(id)) ? given : usual;
  if (name === "outlets") return given.filter((place) => /^-?\d+$/.test(place));
  if (Array.isArray(usual)) return given;
  if (ACTORS.includes(name)) return actors.has(given[0]) ? given[0] : usual;
  if (name in RANGES) {
    const number = Number.parseInt(given[0], 10);
    return number >= RANGES[name][0] && number <= RANGES[name][1] ? number : usual;
  }
  return name in CHOICES && !CHOICES[name].includes(given[0]) ? usual : given[0];
}

function readFragment() {
  const given = new URLSearchParams(location.hash.slice(1));
  for (const name of Object.keys(DEFAULTS)) {
    state[name] = given.has(name) ? accepted(name, given.getAll(name)) : opening[name];
  }
}

export function fragment() {
  const out = new URLSearchParams();
  for (const name of Object.keys(DEFAULTS)) {
    if (same(state[name], opening[name])) continue;
    for (const value of Array.isArray(state[name]) ? state[name] : [state[name]]) out.append(name, value);
  }
  return out.toString();
}

// Changes part of the state and tells everybody which names changed.
export function set(changes) {
  const changed = new Set(Object.keys(changes).filter((name) => !same(state[name], changes[name])));
  if (!changed.size) return;
  Object.assign(state, changes);
  try {
    history.replaceState(null, "", `#${fragment()}`);
  } catch {
    location.hash = fragment();
  }
  for (const listener of listeners) listener(changed);
}

export function listen(listener) {
  listeners.push(listener);
}

// Back to how the file opened; language and theme stay.
export function reset() {
  const { lang, theme, view } = state;
  set({ ...opening, lang, theme, view });
}

export function start(different) {
  opening = { ...DEFAULTS, ...different };
  readFragment();
  addEventListener("hashchange", () => {
    readFragment();
    for (const listener of listeners) listener(new Set(Object.keys(DEFAULTS)));
  });
}
