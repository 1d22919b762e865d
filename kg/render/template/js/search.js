// A box with completion over all names, in both languages and any spelling (the combobox pattern of WAI-ARIA).

import { actors } from "./data.js";
import { bdi, el } from "./dom.js";
import { searchKey } from "./fold.js";
import { kindSample, palette } from "./shapes.js";
import { kindName, nameOf, otherNameOf, t } from "./words.js";

const COMPLETIONS = 12;

const keys = [...actors.values()].map((actor) => {
  const names = [...new Set([actor.label, actor.en, actor.iso, ...actor.names].filter(Boolean))];
  return { id: actor.id, names: names.map((name) => ({ name, key: searchKey(name) })).filter(({ key }) => key) };
});

// How well a key answers: whole, from its start, from the start of a word (with or without ال), inside; 0: not at all.
function grade(key, asked) {
  if (key === asked) return 4;
  if (key.startsWith(asked) || key.startsWith(`ال${asked}`)) return 3;
  if (key.includes(` ${asked}`) || key.includes(` ال${asked}`)) return 2;
  return asked.length > 2 && key.includes(asked) ? 1 : 0;
}

// Actors whose names answer, the best first and, among equals, the strongest: [{ id, name }] with the name that answered.
export function search(text) {
  const asked = searchKey(text);
  if (!asked) return [];
  const found = [];
  keys.forEach(({ id, names }, rank) => {
    let best = 0;
    let by = null;
    for (const { name, key } of names) {
      const mark = grade(key, asked);
      if (mark > best) [best, by] = [mark, name];
    }
    if (best) found.push({ id, name: by, best, rank });
  });
  found.sort((x, y) => y.best - x.best || x.rank - y.rank);
  return found.slice(0, COMPLETIONS);
}

// Fills `place` with the box; `chosen(id)` is called when a name is taken. Gives { input, show(id) }.
export function searchBox(place, { id, label, chosen, keep = false }) {
  const list = el("ul", { id: `${id}-list`, role: "listbox", class: "completions", hidden: true, "aria-label": label });
  const input = el("input", {
    id: `${id}-input`, type: "search", role: "combobox", autocomplete: "off", spellcheck: "false", dir: "auto",
    "aria-label": label, placeholder: label, "aria-expanded": "false", "aria-controls": list.id, "aria-autocomplete": "list",
  });
  let found = [];
  let active = -1;

  function close() {
    list.hidden = true;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
    active = -1;
  }

  function point(place_) {
    active = place_;
    [...list.children].forEach((item, number) => item.setAttribute("aria-selected", String(number === active)));
    const item = list.children[active];
    if (item?.id) input.setAttribute("aria-activedescendant", item.id);
    item?.scrollIntoView({ block: "nearest" });
  }

  function take(answer) {
    input.value = keep ? nameOf(answer.id) : "";
    close();
    chosen(answer.id);
  }

  function option(answer, number) {
    const actor = actors.get(answer.id);
    const shown = nameOf(answer.id);
    const also = [answer.name, otherNameOf(answer.id)].find((name) => name && name !== shown && name !== actor.iso);
    return el("li", { id: `${list.id}-${number}`, role: "option", "aria-selected": "false", onpointerdown: (event) => { event.preventDefault(); take(answer); } },
      kindSample(actor.kind, palette()[actor.kind]),
      el("span", { class: "who" }, bdi(shown), also && el("small", null, bdi(also))),
      el("small", { class: "kind" }, actor.iso ? bdi(actor.iso) : kindName(actor.kind)));
  }

  function complete() {
    found = search(input.value);
    const none = input.value.trim() && !found.length;
    list.replaceChildren(...(none ? [el("li", { role: "option", "aria-disabled": "true", "aria-selected": "false", class: "none" }, t("noMatch"))] : found.map(option)));
    list.hidden = !none && !found.length;
    input.setAttribute("aria-expanded", String(!list.hidden));
    point(found.length ? 0 : -1);
  }

  input.addEventListener("input", complete);
  input.addEventListener("blur", close);
  input.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (list.hidden) complete();
      else if (found.length) point((active + (event.key === "ArrowDown" ? 1 : found.length - 1)) % found.length);
    } else if (event.key === "Enter" && found[active] && !list.hidden) {
      event.preventDefault();
      take(found[active]);
    } else if (event.key === "Escape" && !list.hidden) {
      event.stopPropagation();
      close();
    }
  });
  place.replaceChildren(input, list);
  return { input, show: (who) => { input.value = who ? nameOf(who) : ""; } };
}
