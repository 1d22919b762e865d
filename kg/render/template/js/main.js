// Puts the page to work: what changes in the state is shown.

import { actors, facts, meta, words } from "./data.js";
import { bdi, byId, copy, el } from "./dom.js";
import { buildRail, syncRail } from "./controls.js";
import { downloadCsv, downloadPng, downloadTurtle } from "./download.js";
import { centreOn, draw, fit, recolour, startPicture, zoomBy } from "./draw.js";
import { dayOf, sentence } from "./evidence.js";
import { scene } from "./filter.js";
import { showHelp, startKeyboard } from "./keyboard.js";
import { showPanel } from "./panel.js";
import { searchBox } from "./search.js";
import { kindSample, lineSample, palette, readColours } from "./shapes.js";
import { listen, reset, set, start, state } from "./state.js";
import { showTable } from "./table.js";
import { count, kindName, nameOf, number, t } from "./words.js";

const FILTERS = ["level", "off", "kinds", "statuses", "outlets", "since", "until", "sources", "confidence", "limit", "around", "depth", "from", "to"];
const SCENES = ["around", "depth", "from", "to", "level"]; // a new arrangement, which is fitted anew
const OVERLAY = ["colour", "triad", "list"]; // what lies over the same scene

let current = null;
const dark = matchMedia("(prefers-color-scheme: dark)");

const isDark = () => (state.theme ? state.theme === "dark" : dark.matches);

function applyTheme() {
  document.documentElement.dataset.theme = isDark() ? "dark" : "light";
  readColours();
  const button = byId("theme");
  button.textContent = isDark() ? "☀" : "☾";
  button.title = t(isDark() ? "toLight" : "toDark");
  button.setAttribute("aria-label", button.title);
}

function applyLanguage() {
  const root = document.documentElement;
  root.lang = state.lang;
  root.dir = state.lang === "ar" ? "rtl" : "ltr";
  for (const node of document.querySelectorAll("[data-word]")) node.textContent = t(node.dataset.word);
  for (const node of document.querySelectorAll("[data-label]")) {
    node.setAttribute("aria-label", t(node.dataset.label));
    if (node.tagName === "BUTTON") node.title = t(node.dataset.label);
  }
  const language = byId("language");
  language.textContent = t("otherLanguage");
  language.lang = state.lang === "ar" ? "en" : "ar";
  byId("heading").hidden = words.ui.brand.includes(meta.title);
  document.title = words.ui.brand.includes(meta.title) ? t("brand") : `${meta.title} · ${t("brand")}`;
  searchBox(byId("search"), { id: "main-search", label: t("search"), chosen: choose });
}

function choose(id) {
  set({ select: id, tie: [] });
  if (current.nodes.has(id)) centreOn(id);
}

function crumb(...content) {
  return el("span", { class: "crumb" }, content);
}

function showCrumbs() {
  const parts = [];
  if (current.kind === "path") {
    const names = { a: nameOf(state.from), b: nameOf(state.to) };
    parts.push(crumb(t(current.path ? "pathIs" : "noPath", names), current.path && ` · ${count("steps", current.path.length - 1)}`));
  } else if (current.kind === "around") {
    const depth = (value, key) => el("button", { type: "button", "aria-pressed": String(state.depth === value), onclick: () => set({ depth: value }) }, t(key));
    parts.push(crumb(t("egoIs", { a: nameOf(state.around) })), el("span", { class: "segments", role: "group", "aria-label": t("depth") }, depth(1, "neighbours1"), depth(2, "neighbours2")));
  }
  if (current.kind !== "all") parts.push(el("button", { type: "button", id: "whole", onclick: () => set({ around: "", from: "", to: "", depth: 1 }) }, t("wholePicture")));
  if (state.level === "states") parts.push(crumb(t("statesNote")));
  byId("crumbs").replaceChildren(...parts);
}

function showCount() {
  const [nodes, all] = [current.nodes.size, current.allActors];
  const total = current.passing.length;
  byId("count").replaceChildren(
    `${t("shown")}: `, el("b", null, count("actors", nodes)), nodes < all ? ` ${t("of")} ${number(all)}` : "", t("comma"),
    el("b", null, count("facts", current.items.length)), current.items.length < total ? ` ${t("of")} ${number(total)}` : "",
    current.kind === "all" && nodes < all ? el("span", { class: "aside" }, ` · ${t("leftOut")}`) : "",
    facts.length < meta.facts ? el("span", { class: "aside" }, ` · ${t("embedded", { facts: number(facts.length), all: count("facts", meta.facts) })}`) : "");
  byId("empty").hidden = current.ties.length > 0 || current.nodes.size > 0;
  byId("empty").replaceChildren(el("p", null, el("b", null, t("nothing"))), el("p", null, t("nothingHint")), el("button", { type: "button", onclick: reset }, t("reset")));
}

function showView() {
  const table = state.view === "table";
  byId("picture").hidden = table;
  byId("table").hidden = !table;
  byId("skip").textContent = t(table ? "picture" : "skip");
  if (table) showTable(current, (id) => (state.level === "states" && actors.get(id)?.kind === "Person" && actors.get(id).home) || id);
}

// The actors that one looks at.
function looked() {
  if (state.tie.length) return state.tie.slice(0, 2);
  return state.select ? [state.select] : state.triad;
}

function refresh(changed) {
  const any = (names) => names.some((name) => changed.has(name));
  if (any(["theme"])) applyTheme();
  if (any(["lang"])) applyLanguage();
  if (any(["lang", "theme"])) {
    applyTheme();
    buildRail();
  }
  const absent = [state.select, ...state.tie.slice(0, 2), ...state.triad].some((id) => id && actors.has(id) && !current?.nodes.has(id));
  const recomputed = any(FILTERS) || absent || !current;
  if (recomputed) current = scene(state);
  if (recomputed || any(["select", "tie", "lang", "theme", ...OVERLAY])) showPanel(current, any(["select", "tie"]));
  if (recomputed) draw(current, any(SCENES));
  else if (any(["lang"]) && current.kind === "path") draw(current, true);
  if (!recomputed && any(["select", "tie", "theme", "lang", ...OVERLAY])) recolour();
  if (any(["triad"]) || (any(["select", "tie"]) && innerWidth < 700)) centreOn(...looked());
  syncRail();
  if (recomputed || any(["lang"])) {
    showCrumbs();
    showCount();
  }
  if (recomputed || any(["view", "lang", "theme"])) showView();
}

function showTip(what, point) {
  const tip = byId("tip");
  const tie = what?.tie && current.allTies.get(what.tie);
  tip.hidden = !what || (!tie && !actors.has(what.node));
  byId("network").classList.toggle("pointing", !tip.hidden);
  if (tip.hidden) return;
  if (tie) {
    const [first] = [...tie.items].sort((x, y) => y.dispatches - x.dispatches);
    tip.replaceChildren(el("p", null, lineSample(tie.family, tie.asserted), " ", sentence(first.fact)), el("small", null, dayOf(first.fact), " · ", count("facts", tie.items.length), " · ", count("sources", tie.strength)));
  } else {
    const actor = actors.get(what.node);
    tip.replaceChildren(el("p", null, kindSample(actor.kind, palette()[actor.kind]), " ", bdi(nameOf(what.node)), " ", el("small", null, kindName(actor.kind))));
  }
  const box = byId("picture").getBoundingClientRect();
  tip.style.left = `${Math.min(point.x + 14, Math.max(0, box.width - tip.offsetWidth - 8))}px`;
  tip.style.top = `${Math.min(point.y + 14, Math.max(0, box.height - tip.offsetHeight - 8))}px`;
}

function wire() {
  byId("language").addEventListener("click", () => set({ lang: state.lang === "ar" ? "en" : "ar" }));
  byId("theme").addEventListener("click", () => set({ theme: isDark() ? "light" : "dark" }));
  dark.addEventListener("change", () => state.theme || refresh(new Set(["theme"])));
  byId("copy-link").addEventListener("click", async ({ target }) => {
    target.textContent = t((await copy(location.href)) ? "copied" : "copyFailed");
    setTimeout(() => (target.textContent = t("copyLink")), 2000);
  });
  byId("download-csv").addEventListener("click", () => downloadCsv(current));
  byId("download-png").addEventListener("click", () => downloadPng());
  byId("download-turtle").addEventListener("click", () => downloadTurtle(current));
  byId("download").addEventListener("click", ({ target }) => target.tagName === "BUTTON" && (byId("download").open = false));
  byId("help-open").addEventListener("click", showHelp);
  byId("zoom-in").addEventListener("click", () => zoomBy(1.25));
  byId("zoom-out").addEventListener("click", () => zoomBy(0.8));
  byId("fit").addEventListener("click", fit);
  byId("skip").addEventListener("click", (event) => {
    event.preventDefault();
    set({ view: state.view === "table" ? "picture" : "table" });
    byId(state.view === "table" ? "table" : "network").focus();
  });
  byId("filters-toggle").addEventListener("click", ({ target }) => target.setAttribute("aria-expanded", String(document.body.classList.toggle("with-filters"))));
}

start(meta.around ? { around: meta.around } : {});
applyTheme();
startPicture({
  node: (id) => set({ select: id, tie: [] }),
  tie: (key) => set({ select: "", tie: JSON.parse(key) }),
  nothing: () => set({ select: "", tie: [] }),
  open: (id) => set({ around: id, from: "", to: "", select: id, tie: [] }),
  hover: showTip,
});
wire();
startKeyboard(() => current);
listen(refresh);
refresh(new Set(["lang", "theme", "select", "triad", ...SCENES]));
performance.mark("first-picture");
document.body.dataset.ready = "true";
