// The table behind the picture: the facts of the same scene, for screen readers and for those who read better in rows.

import { bdi, byId, el } from "./dom.js";
import { dayOf } from "./evidence.js";
import { lineSample } from "./shapes.js";
import { set } from "./state.js";
import { count, nameOf, number, outletName, statusName, t, typeName } from "./words.js";

const STEP = 100;
let sorting = { by: "sources", down: true };

const COLUMNS = {
  source: (item) => nameOf(item.fact.source),
  relation: (item) => typeName(item.fact.type),
  target: (item) => nameOf(item.fact.target),
  date: (item) => item.fact.day ?? "",
  status: (item) => (item.fact.asserted ? 0 : 1),
  sources: (item) => item.dispatches,
};

export function statusesOf(item) {
  return [...new Set((item.rows ?? item.fact.rows).map((row) => row.status))];
}

export function outletsOf(item) {
  return [...new Set((item.rows ?? item.fact.rows).map((row) => row.outlet))].filter((outlet) => outlet >= 0);
}

function sorted(items) {
  const key = COLUMNS[sorting.by];
  const sign = sorting.down ? -1 : 1;
  const keyed = items.map((item) => [key(item), item]);
  keyed.sort(([x, a], [y, b]) => sign * (typeof x === "number" ? x - y : x.localeCompare(y)) || (a.fact.id < b.fact.id ? -1 : 1));
  return keyed.map(([, item]) => item);
}

function rowOf(item, level) {
  const { fact } = item;
  const pair = [level(fact.source), level(fact.target)].sort();
  const outlets = outletsOf(item).map(outletName);
  return el("tr", null,
    el("th", { scope: "row" }, bdi(nameOf(fact.source))),
    el("td", { class: "relation" }, lineSample(fact.family, fact.asserted), typeName(fact.type)),
    el("td", null, bdi(nameOf(fact.target))),
    el("td", null, dayOf(fact)),
    el("td", null, statusesOf(item).map(statusName).join(t("comma"))),
    el("td", { class: "figure" }, number(item.dispatches)),
    el("td", null, outlets.slice(0, 3).map((name, place) => [place > 0 && t("comma"), bdi(name)]), outlets.length > 3 && ` +${number(outlets.length - 3)}`),
    el("td", null, el("button", { type: "button", class: "quiet", onclick: () => set({ select: "", tie: [...pair, fact.family] }), "aria-label": `${t("evidence")}: ${nameOf(fact.source)} ${typeName(fact.type)} ${nameOf(fact.target)}` }, t("evidence"))));
}

function heading(name, again) {
  const current = sorting.by === name;
  const turn = () => {
    sorting = { by: name, down: current ? !sorting.down : name === "sources" || name === "date" };
    again();
    byId("table").querySelector(`[data-column="${name}"]`).focus();
  };
  return el("th", { scope: "col", "aria-sort": current ? (sorting.down ? "descending" : "ascending") : "none" },
    el("button", { type: "button", "data-column": name, onclick: turn }, t(name), el("span", { "aria-hidden": "true" }, current ? (sorting.down ? " ↓" : " ↑") : "")));
}

export function showTable(scene, level) {
  const items = sorted(scene.items);
  const body = el("tbody");
  const more = el("button", { type: "button", class: "more" }, t("more"));
  let shown = 0;
  const grow = () => {
    body.append(...items.slice(shown, shown + STEP).map((item) => rowOf(item, level)));
    shown += STEP;
    more.hidden = shown >= items.length;
  };
  more.addEventListener("click", grow);
  grow();
  const again = () => showTable(scene, level);
  byId("table").replaceChildren(
    el("table", null,
      el("caption", null, t("tableCaption"), " ", el("small", null, count("facts", items.length))),
      el("thead", null, el("tr", null, Object.keys(COLUMNS).map((name) => heading(name, again)), el("th", { scope: "col" }, t("outlets")), el("th", { scope: "col" }, t("evidence")))),
      body),
    more);
}
