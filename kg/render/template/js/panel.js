// The panel beside the picture: the actor or the tie that is selected.

import { actors } from "./data.js";
import { actorPanel, actorTitle } from "./actor.js";
import { bdi, byId, el } from "./dom.js";
import { evidence, evidenceNote, markKey } from "./evidence.js";
import { balanceList, brokerList, listed } from "./findings.js";
import { searchBox } from "./search.js";
import { set, state } from "./state.js";
import { nameOf, t } from "./words.js";

const go = (id) => set({ select: id, tie: [] });
const open = (a, b) => set({ select: "", tie: [a, b].sort() });

// What is selected, else the list that stands behind it.
export function closePanel() {
  set(state.select || state.tie.length ? { select: "", tie: [] } : { list: "", triad: [] });
}

function head(title) {
  return el("header", { class: "panel-head" },
    el("h2", { id: "panel-title" }, title),
    el("button", { type: "button", class: "glyph", id: "panel-close", "aria-label": t("close"), title: t("close"), onclick: closePanel }, "×"));
}

function actorActions(id) {
  const search = el("div", { class: "search inline", hidden: true });
  const toPath = el("button", { type: "button", id: "path-here", "aria-expanded": "false" }, t("pathHere"));
  toPath.addEventListener("click", () => {
    search.hidden = !search.hidden;
    toPath.setAttribute("aria-expanded", String(!search.hidden));
    const box = searchBox(search, { id: "path-here-search", label: t("pathTo"), chosen: (to) => set({ from: id, to, around: "", select: "", tie: [], view: "picture" }) });
    if (!search.hidden) box.input.focus();
  });
  const around = (depth) => () => set({ around: id, depth, from: "", to: "", view: "picture" });
  return [
    el("p", { class: "actions" },
      el("button", { type: "button", id: "around-1", onclick: around(1) }, t("neighbours1")),
      el("button", { type: "button", id: "around-2", onclick: around(2) }, t("neighbours2")),
      toPath),
    search,
  ];
}

function tiesBetween(scene) {
  const [a, b, family] = state.tie;
  return [...scene.allTies.values()].filter((tie) => tie.a === a && tie.b === b && (!family || tie.family === family)).sort((x, y) => y.strength - x.strength);
}

function tiePanel(scene) {
  const [a, b, family] = state.tie;
  const ties = tiesBetween(scene);
  return [
    head([el("button", { type: "button", class: "who-link", onclick: () => go(a) }, bdi(nameOf(a))), t("and"), el("button", { type: "button", class: "who-link", onclick: () => go(b) }, bdi(nameOf(b)))]),
    markKey(),
    ties.length ? evidence(ties) : el("p", { class: "note" }, t("nothing")),
    family && el("p", { class: "actions" }, el("button", { type: "button", id: "all-between", onclick: () => set({ tie: [a, b] }) }, t("allBetween"))),
    evidenceNote(),
  ];
}

function contentOf(scene, isTie, isActor) {
  if (isTie) return tiePanel(scene);
  if (isActor) return [head(actorTitle(state.select)), actorPanel(state.select, scene, go, open, actorActions(state.select))];
  return state.colour === "balance" ? [head(t("tensions")), balanceList(open)] : [head(t("brokers")), brokerList(go)];
}

// Shows what is selected, else the findings of the overlay; an unknown id of a mistyped link selects nothing.
export function showPanel(scene, focus) {
  const panel = byId("panel");
  const isTie = state.tie.length >= 2 && state.tie.slice(0, 2).every((id) => actors.has(id));
  const isActor = !isTie && actors.has(state.select);
  panel.hidden = !isTie && !isActor && !listed();
  document.body.classList.toggle("with-panel", !panel.hidden);
  byId("said").textContent = !isTie && !isActor ? "" : t("selected", { a: (isTie ? state.tie.slice(0, 2) : [state.select]).map(nameOf).join(t("and")) });
  if (panel.hidden) return;
  panel.replaceChildren(...contentOf(scene, isTie, isActor).flat(3).filter(Boolean));
  if (focus) panel.scrollTop = 0;
}
