// The rail: the key to the picture, which is also its filter, and the other filters.

import { actors, facts, FAMILIES, meta, tables, words } from "./data.js";
import { bdi, byId, el } from "./dom.js";
import { validDate } from "./filter.js";
import { histogram } from "./histogram.js";
import { findings } from "./overlay.js";
import { searchBox } from "./search.js";
import { listed, share, unbalanced } from "./findings.js";
import { campSample, kindSample, lineSample, palette, ringSample, signSample } from "./shapes.js";
import { reset, set, state } from "./state.js";
import { count, date, familyName, kindName, nameOf, number, outletName, statusName, t, typeName } from "./words.js";

let syncs = []; // each control takes its value from the state again

function tally(values) {
  const counts = new Map();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return counts;
}

const perType = tally(facts.map((fact) => fact.type));
const perKind = tally([...new Set(facts.flatMap((fact) => [fact.source, fact.target]))].map((id) => actors.get(id).kind));
const perStatus = tally(facts.flatMap((fact) => [...new Set(fact.rows.map((row) => row.status))]));
const perOutlet = tally(facts.flatMap((fact) => [...new Set(fact.rows.map((row) => row.outlet))]));
const typesOf = Object.fromEntries(FAMILIES.map((family) => [family, Object.keys(words.types).filter((type) => words.types[type].family === family && perType.has(type))]));

const toggled = (list, value, present) => (present ? [...new Set([...list, value])].sort() : list.filter((other) => other !== value));

function check(id, label, figure, sample, isOn, change) {
  const input = el("input", { type: "checkbox", id });
  input.addEventListener("change", () => change(input.checked));
  syncs.push(() => {
    const on = isOn();
    input.checked = on === true;
    input.indeterminate = on === null;
  });
  return el("label", { class: "check", for: id }, input, sample, el("span", { class: "label" }, label), el("span", { class: "figure" }, number(figure ?? 0)));
}

// One of a few; what else `also` gives changes with it.
export function segments(place, name, choices, also = () => ({})) {
  const buttons = choices.map(([value, label]) => el("button", { type: "button", "data-value": value, onclick: () => set({ [name]: value, ...also(value) }) }, label));
  syncs.push(() => buttons.forEach((button) => button.setAttribute("aria-pressed", String(button.dataset.value === state[name]))));
  place.replaceChildren(...buttons);
  return place;
}

function section(title, ...content) {
  return el("section", { class: "block" }, el("h2", null, title), content);
}

function fold_(title, open, ...content) {
  return el("details", { class: "block", open }, el("summary", null, el("h2", null, title)), content);
}

function relations() {
  return FAMILIES.filter((family) => typesOf[family].length).map((family) => {
    const types = typesOf[family];
    const shown = () => types.filter((type) => !state.off.includes(type)).length;
    const all = check(`family-${family}`, familyName(family), types.reduce((sum, type) => sum + perType.get(type), 0), lineSample(family),
      () => (shown() === types.length ? true : shown() ? null : false),
      (on) => set({ off: types.reduce((off, type) => toggled(off, type, !on), state.off) }));
    const each = types.map((type) => check(`type-${type}`, typeName(type), perType.get(type), null, () => !state.off.includes(type), (on) => set({ off: toggled(state.off, type, !on) })));
    return el("div", { class: "family-key" }, all, el("details", null, el("summary", { "aria-label": `${t("allTypes")}: ${familyName(family)}` }), el("div", { class: "types" }, each)));
  });
}

function campKey() {
  const members = new Map();
  for (const [id, camp] of findings().camps) members.set(camp, [...(members.get(camp) ?? []), id]);
  const rank = (id) => actors.get(id).rank;
  return [
    [...members].sort(([a], [b]) => a - b).map(([camp, ids]) => [camp, ids.sort((a, b) => rank(a) - rank(b))]).map(([camp, ids]) => el("p", null, campSample(palette().camps[camp - 1]), el("span", null, el("b", null, t("camp", { n: camp })), " ", el("small", null, ids.slice(0, 3).map((id, place) => [place > 0 && t("comma"), bdi(nameOf(id))]), ids.length > 3 && " …")))),
    el("p", null, campSample(palette().faint), el("span", null, t("noCamp"))),
    el("p", { class: "note" }, t("campNote")),
  ];
}

function balanceKey() {
  const { all, out } = unbalanced();
  return [
    el("p", null, el("span", { class: "signs" }, [1, 1, -1].map(signSample)), el("span", null, t("strainKey"))),
    el("p", { class: "note" }, all ? t("outOfBalance", { n: number(out), all: count("triads", all), share: share(out, all) }) : t("noTriad")),
  ];
}

const brokerKey = () => [el("p", null, ringSample(), el("span", null, t("brokerKey")))];

// What the colouring means; with an overlay, the way to its list.
function overlayKey() {
  const list = el("button", { type: "button", id: "list", onclick: () => set({ list: listed() ? "" : "open", triad: [], select: "", tie: [] }) });
  const key = el("div", { class: "camps", id: "overlay-key" });
  let made = "";
  syncs.push(() => {
    const { colour } = state;
    key.hidden = colour === "kind";
    list.textContent = t(colour === "balance" ? "tensions" : "brokers");
    list.setAttribute("aria-pressed", String(listed()));
    if (made === `${colour} ${state.level}`) return; // the button that was pressed keeps the focus
    made = `${colour} ${state.level}`;
    key.replaceChildren(...[
      colour === "balance" && balanceKey(),
      colour === "broker" && brokerKey(),
      (colour === "camp" || colour === "broker") && campKey(),
      colour !== "camp" && [el("p", null, list), el("p", { class: "note" }, t("overlayNote"))],
    ].flat(3).filter(Boolean));
  });
  return key;
}

function kinds() {
  return Object.keys(words.kinds).filter((kind) => perKind.has(kind)).map((kind) =>
    check(`kind-${kind}`, kindName(kind), perKind.get(kind), kindSample(kind, palette()[kind]), () => !state.kinds.includes(kind), (on) => set({ kinds: toggled(state.kinds, kind, !on) })));
}

function dateField(name) {
  const wrong = el("small", { class: "wrong", id: `${name}-wrong`, hidden: true }, t("dateWrong"));
  const input = el("input", { id: name, type: "text", dir: "ltr", inputmode: "numeric", size: 10, maxlength: 10, autocomplete: "off", placeholder: "2018-07-12", "aria-describedby": `${name}-wrong date-hint` });
  input.addEventListener("change", () => {
    const value = input.value.trim();
    const fine = validDate(value);
    wrong.hidden = fine;
    input.setAttribute("aria-invalid", String(!fine));
    if (fine) set({ [name]: value });
  });
  syncs.push(() => {
    input.value = state[name];
    wrong.hidden = true;
    input.removeAttribute("aria-invalid");
  });
  return el("label", { class: "field", for: name }, el("span", null, t(name)), input, wrong);
}

function slider(name, label, lowest, highest, step, shown) {
  const output = el("output", { for: name });
  const input = el("input", { id: name, type: "range", min: lowest, max: highest, step });
  input.addEventListener("input", () => (output.textContent = shown(+input.value)));
  input.addEventListener("change", () => set({ [name]: +input.value }));
  syncs.push(() => {
    input.value = state[name];
    output.textContent = shown(state[name]);
  });
  return el("label", { class: "slider", for: name }, el("span", null, label), output, input);
}

function limitField() {
  const sizes = [...new Set([50, 100, 200, meta.opening, 600, meta.drawn, state.limit])].sort((a, b) => a - b);
  const select = el("select", { id: "limit" }, sizes.map((size) => el("option", { value: size }, number(size))));
  select.addEventListener("change", () => set({ limit: +select.value }));
  syncs.push(() => (select.value = String(state.limit)));
  return el("label", { class: "field wide", for: "limit" }, el("span", null, t("limit")), select);
}

function outlets() {
  const known = [...perOutlet].sort((a, b) => b[1] - a[1] || a[0] - b[0]);
  return el("div", { class: "scroll", tabindex: 0, role: "group", "aria-label": t("outlets") }, known.map(([outlet, figure]) =>
    check(`outlet-${outlet}`, bdi(outletName(outlet)), figure, null,
      () => !state.outlets.length || state.outlets.includes(String(outlet)),
      (on) => {
        const every = known.map(([place]) => String(place));
        const next = toggled(state.outlets.length ? state.outlets : every, String(outlet), on);
        set({ outlets: next.length === every.length ? [] : next.length ? next : ["-2"] });
      })));
}

function pathFields() {
  const fields = ["from", "to"].map((name) => {
    const place = el("div", { class: "search inline" });
    const box = searchBox(place, { id: `path-${name}`, label: t(name === "from" ? "pathFrom" : "pathTo"), keep: true, chosen: (id) => set({ [name]: id, around: "", view: "picture" }) });
    syncs.push(() => box.show(state[name]));
    return place;
  });
  return fields;
}

function about() {
  const lines = [];
  if (facts.length < meta.facts) lines.push(t("embedded", { facts: number(facts.length), all: count("facts", meta.facts) }));
  lines.push(t("sentencesNote"));
  const bounds = [meta.since && `${t("since")} ${date(meta.since)}`, meta.until && `${t("until")} ${date(meta.until)}`, ...meta.types.map(typeName)].filter(Boolean);
  if (bounds.length) lines.push(`${t("limitedTo")}: ${bounds.join(t("comma"))}`);
  return el("div", { id: "about", class: "about" }, lines.map((line) => el("p", { class: "note" }, line)));
}

export function buildRail() {
  syncs = [];
  const most = Math.min(20, Math.max(2, ...facts.map((fact) => fact.dispatches)));
  byId("filters").replaceChildren(
    section(t("level"), segments(el("div", { class: "segments", role: "group", "aria-label": t("level"), id: "level" }), "level", [["actors", t("actorsLevel")], ["states", t("statesLevel")]], () => ({ triad: [] }))),
    section(t("relations"), relations(),
      el("p", { class: "note sampled" }, lineSample("rapport", false), t("onlyClaimed")), el("p", { class: "note" }, t("widthMeans"))),
    section(t("kindsTitle"), kinds(), limitField(),
      el("div", { class: "row wrap" }, el("span", null, t("colour")), segments(el("div", { class: "segments", role: "group", "aria-label": t("colour"), id: "colour" }), "colour",
        [["kind", t("byKind")], ["camp", t("byCamp")], ["balance", t("byBalance")], ["broker", t("byBroker")]], (value) => ({ triad: [], list: value === "balance" || value === "broker" ? "open" : "" }))), overlayKey()),
    section(t("dates"), histogram(syncs), el("div", { class: "pair" }, dateField("since"), dateField("until")), el("p", { class: "note", id: "date-hint" }, t("dateHint")), el("p", { class: "note" }, t("dateNote"))),
    section(t("evidence"), slider("sources", t("minSources"), 1, most, 1, number), slider("confidence", t("minConfidence"), 0, 95, 5, (value) => `${number(value)}%`)),
    fold_(t("status"), true, Object.keys(words.statuses).filter((status) => perStatus.has(status)).map((status) =>
      check(`status-${status}`, statusName(status), perStatus.get(status), null, () => !state.statuses.includes(status), (on) => set({ statuses: toggled(state.statuses, status, !on) })))),
    fold_(t("outlets"), perOutlet.size <= 8, outlets()),
    section(t("path"), pathFields()),
    el("section", { class: "block" }, el("button", { type: "button", id: "reset", class: "wide", onclick: reset }, t("reset"))),
    section(t("about"), about()));
  segments(byId("views"), "view", [["picture", t("picture")], ["table", t("table")]]);
  byId("views").setAttribute("aria-label", `${t("picture")} / ${t("table")}`);
}

export function syncRail() {
  for (const sync of syncs) sync();
}
