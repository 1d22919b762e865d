// The lists behind the overlays: triads out of balance, and brokers. Every one leads to the sentences that it rests on.

import { bdi, el } from "./dom.js";
import { campOf, findings, triadShown } from "./overlay.js";
import { campSample, palette, signSample } from "./shapes.js";
import { set, state } from "./state.js";
import { count, nameOf, number, t } from "./words.js";

const KINDS = { "+++": "threeFriends", "+--": "commonFoe", "++-": "friendsFoes", "---": "threeFoes" };

const names = (members) => members.map((id, place) => [place > 0 && t("comma"), bdi(nameOf(id))]);

export const share = (part, whole) => `${number(Math.round((100 * part) / whole))}%`;

export function unbalanced() {
  const { counts } = findings();
  const all = Object.values(counts).reduce((sum, value) => sum + value, 0);
  return { all, out: counts["++-"] + counts["---"] };
}

function kindsOfTriad() {
  return el("ul", { class: "plain" }, Object.entries(KINDS).map(([signs, word]) => el("li", { class: "triad-kind" },
    el("span", { class: "signs" }, [...signs].map((sign) => signSample(sign === "+" ? 1 : -1))), el("span", null, t(word)), el("span", { class: "figure" }, number(findings().counts[signs])))));
}

function triadItem(triad, open) {
  const chosen = triadShown() === triad;
  return el("li", { class: "finding" },
    el("button", { type: "button", class: "triad", "aria-pressed": String(chosen), onclick: () => set({ triad: chosen ? [] : triad.members, view: "picture" }) }, names(triad.members)),
    el("ul", { class: "plain" }, triad.ties.map(([a, b, sign]) => el("li", null,
      signSample(sign), " ",
      el("button", { type: "button", class: "who-link", onclick: () => open(a, b), "aria-label": `${t(sign > 0 ? "friends" : "foes")}: ${nameOf(a)}${t("and")}${nameOf(b)}. ${t("evidence")}` }, bdi(nameOf(a)), t("and"), bdi(nameOf(b)))))));
}

export function balanceList(open) {
  const { all, out } = unbalanced();
  const { triads } = findings();
  if (!all) return [el("p", { class: "note" }, t("noTriad"))];
  return [
    el("p", null, t("outOfBalance", { n: number(out), all: count("triads", all), share: share(out, all) })),
    kindsOfTriad(),
    triads.length > 0 && el("section", { class: "part" }, el("h3", null, t("tense")), el("ol", { class: "findings" }, triads.map((triad) => triadItem(triad, open)))),
    el("p", { class: "note" }, t("overlayNote")),
  ];
}

export function brokerList(go) {
  const { brokers, camps } = findings();
  if (!brokers.size) return [el("p", { class: "note" }, t("noBroker"))];
  return [
    el("p", { class: "note" }, t("brokerNote")),
    el("ol", { class: "findings" }, [...brokers.values()].map(({ id, bridged, spread }) => el("li", { class: "finding broker" },
      campSample(camps.has(id) ? palette().camps[campOf(id) - 1] : palette().faint),
      el("span", null,
        el("button", { type: "button", class: "who-link", onclick: () => go(id) }, bdi(nameOf(id))), " ",
        el("small", null, camps.has(id) ? t("camp", { n: number(campOf(id)) }) : t("noCamp"), " · ", t("spread"), " ", `${number(spread)}%`)),
      el("span", { class: "figure" }, count("pairs", bridged))))),
    el("p", { class: "note" }, t("overlayNote")),
  ];
}

// Whether a list stands in the panel while nothing is selected.
export const listed = () => state.list === "open" && (state.colour === "balance" || state.colour === "broker");
