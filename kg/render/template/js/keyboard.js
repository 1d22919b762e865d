// The keyboard: to the search, along the neighbours, close.

import { byId, el } from "./dom.js";
import { centreOn, fit, zoomBy } from "./draw.js";
import { closePanel } from "./panel.js";
import { set, state } from "./state.js";
import { t } from "./words.js";

let anchor = ""; // whose neighbours the arrows walk along

const typing = (target) => target.closest("input, select, textarea, [contenteditable]") !== null;

function neighbours(scene) {
  const tied = [...(scene.around.get(anchor) ?? [])].filter(([id]) => scene.nodes.has(id));
  return tied.sort((x, y) => y[1] - x[1] || (x[0] < y[0] ? -1 : 1)).map(([id]) => id);
}

// Left and right go along the neighbours of the actor that one came from; down goes on from the one reached; up goes back.
function walk(key, scene) {
  const forward = (key === "ArrowRight") !== (state.lang === "ar");
  if (!state.select || !scene.nodes.has(state.select)) {
    anchor = scene.kind === "around" ? [...scene.nodes.keys()][0] : [...scene.nodes.keys()].sort((x, y) => scene.strength.get(y) - scene.strength.get(x))[0];
    if (anchor) set({ select: anchor, tie: [] });
    return;
  }
  if (key === "ArrowDown" || !anchor || !scene.nodes.has(anchor) || (anchor !== state.select && !scene.around.get(anchor)?.has(state.select))) anchor = state.select;
  const list = neighbours(scene);
  if (!list.length) return;
  if (key === "ArrowUp") return void set({ select: anchor, tie: [] });
  const here = list.indexOf(state.select);
  const next = here < 0 ? (forward || key === "ArrowDown" ? 0 : list.length - 1) : (here + (forward ? 1 : list.length - 1)) % list.length;
  set({ select: list[next], tie: [] });
  centreOn(list[next]);
}

function onPicture(event, scene) {
  if (event.key.startsWith("Arrow")) {
    event.preventDefault();
    walk(event.key, scene());
  } else if (event.key === "Enter" && state.select) {
    event.preventDefault();
    if (anchor && anchor !== state.select) set({ tie: [anchor, state.select].sort(), select: "" });
    byId("panel").focus();
  }
}

const KEYS = () => [["/", t("keySearch")], ["← →", t("keyArrows")], ["↵", t("keyEnter")], ["Esc", t("keyEscape")], ["+ − 0", t("keyZoom")], ["T", t("keyTable")]];

export function showHelp() {
  byId("help").setAttribute("aria-labelledby", "help-title");
  byId("help").replaceChildren(
    el("h2", { id: "help-title" }, t("help")),
    el("dl", null, KEYS().map(([key, does]) => [el("dt", null, el("kbd", { dir: "ltr" }, key)), el("dd", null, does)])),
    el("button", { type: "button", onclick: () => byId("help").close() }, t("close")));
  byId("help").showModal();
}

function close() {
  const menu = byId("download");
  if (menu.open) {
    menu.open = false;
    menu.querySelector("summary").focus();
  } else if (!byId("panel").hidden) {
    closePanel();
    byId("network").focus();
  } else {
    document.body.classList.remove("with-filters");
    byId("filters-toggle").setAttribute("aria-expanded", "false");
  }
}

export function startKeyboard(scene) {
  byId("network").addEventListener("keydown", (event) => onPicture(event, scene));
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || byId("help").open) return;
    if (event.key === "Escape") return close();
    if (typing(event.target)) return;
    const acts = {
      "/": () => byId("main-search-input").focus(),
      "+": () => zoomBy(1.25),
      "=": () => zoomBy(1.25),
      "-": () => zoomBy(0.8),
      0: fit,
      t: () => set({ view: state.view === "table" ? "picture" : "table" }),
      "?": showHelp,
    };
    const act = acts[event.key.toLowerCase()];
    if (!act) return;
    event.preventDefault();
    act();
  });
}
