// How many facts each year or month has; a click on a bar sets the dates to it. The date fields say the same to the keyboard.

import { facts } from "./data.js";
import { svg } from "./dom.js";
import { set, state } from "./state.js";
import { count, date, t } from "./words.js";

const HEIGHT = 44;
const MOST_YEARS = 60;
const FEW = 0.015; // the share of the oldest facts for which the axis is not stretched

// Every year or month from the first to the last, so that gaps show. Posts and memberships, which may be old, are left out.
function bins() {
  const days = facts.filter((fact) => fact.family !== "bond").map((fact) => fact.day).filter(Boolean).sort();
  if (!days.length) return [];
  const [first, last] = [+days[Math.floor(days.length * FEW)].slice(0, 4), +days.at(-1).slice(0, 4)];
  const monthly = last - first < 3 && days.every((day) => day.length > 4);
  const start = Math.max(first, last - MOST_YEARS + 1);
  const keys = [];
  for (let year = start; year <= last; year += 1) {
    if (!monthly) keys.push(String(year));
    else for (let month = 1; month <= 12; month += 1) keys.push(`${year}-${String(month).padStart(2, "0")}`);
  }
  const counts = new Map(keys.map((key) => [key, 0]));
  for (const day of days) {
    const key = day.slice(0, monthly ? 7 : 4);
    if (counts.has(key)) counts.set(key, counts.get(key) + 1);
  }
  return [...counts];
}

export function histogram(syncs) {
  const found = bins();
  if (found.length < 2) return null;
  const most = Math.max(...found.map(([, value]) => value));
  const width = 240 / found.length;
  const bars = found.map(([key, value], place) => {
    const height = value ? Math.max(2, (value / most) * HEIGHT) : 0;
    const hit = svg("rect", { x: place * width, y: 0, width, height: HEIGHT + 2, class: "hit" }, svg("title", null, `${date(key)}: ${count("facts", value)}`));
    hit.addEventListener("click", () => set(state.since === key && state.until === key ? { since: "", until: "" } : { since: key, until: key }));
    const bar = svg("rect", { x: place * width + 0.5, y: HEIGHT - height, width: Math.max(width - 1, 0.5), height, rx: Math.min(1, width / 4), class: "bar" });
    syncs.push(() => bar.classList.toggle("out", (state.since !== "" && key < state.since.slice(0, key.length)) || (state.until !== "" && key > state.until.slice(0, key.length))));
    return [bar, hit];
  });
  const labels = [[0, found[0][0]], [240, found.at(-1)[0]]].map(([x, key]) => svg("text", { x, y: HEIGHT + 13, "text-anchor": x ? "end" : "start" }, key));
  return svg("svg", { viewBox: `0 0 240 ${HEIGHT + 16}`, class: "histogram", direction: "ltr", role: "img", "aria-label": t(found[0][0].length > 4 ? "perMonth" : "perYear") }, bars, labels);
}
