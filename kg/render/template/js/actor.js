// Who an actor is: names, home, offices, memberships, strongest ties, and what happened over time.

import { actors, FAMILIES, factsOf, stateOf } from "./data.js";
import { bdi, el, link, svg } from "./dom.js";
import { dayOf, sentence } from "./evidence.js";
import { kindSample, palette } from "./shapes.js";
import { state } from "./state.js";
import { count, familyName, kindName, nameOf, number, otherNameOf, period, t } from "./words.js";

const TIES = 8;
const EVENTS = 30;
const NAMES = 12;

function part(title, ...content) {
  return content.flat().some(Boolean) ? el("section", { class: "part" }, el("h3", null, title), content) : null;
}

export function who(id, go) {
  if (!actors.has(id)) return bdi(id);
  return el("button", { type: "button", class: "who-link", onclick: () => go(id) }, bdi(nameOf(id)));
}

const newestFirst = (x, y) => (y.since ?? y.until ?? "").localeCompare(x.since ?? x.until ?? "");

// Offices that the actor held, or that others held in it.
function offices(id) {
  const of = (actor) => actor.tenures.map(([ar, en, body, since, until]) => ({ who: actor.id, office: state.lang === "ar" ? ar : en, body, since, until }));
  const own = of(actors.get(id)).sort(newestFirst);
  const others = [...actors.values()].flatMap(of).filter((tenure) => tenure.body === id).sort(newestFirst);
  return [own, others];
}

function officeList(tenures, other, go) {
  return tenures.length > 0 && el("ul", { class: "plain" },
    tenures.map((tenure) => el("li", null, tenure.office, t("comma"), who(tenure[other], go), " ", el("small", null, period(tenure.since, tenure.until)))));
}

function memberships(id) {
  const of = (actor) => actor.memberships.map(([organization, since, until]) => ({ member: actor.id, organization, since, until }));
  return [of(actors.get(id)), [...actors.values()].flatMap(of).filter((membership) => membership.organization === id)];
}

function memberList(list, other, go) {
  return list.length > 0 && el("ul", { class: "plain" },
    list.map((membership) => el("li", null, who(membership[other], go), " ", el("small", null, period(membership.since, membership.until)))));
}

// Neighbours by weight, each with a bar in parts by family.
function strongest(id, scene, go, open) {
  const tied = new Map();
  for (const tie of scene.allTies.values()) {
    if (tie.a !== id && tie.b !== id) continue;
    const other = tie.a === id ? tie.b : tie.a;
    const row = tied.get(other) ?? { other, total: 0, families: {} };
    row.families[tie.family] = tie.strength;
    row.total += tie.strength;
    tied.set(other, row);
  }
  const rows = [...tied.values()].sort((x, y) => y.total - x.total || (x.other < y.other ? -1 : 1)).slice(0, TIES);
  const most = rows[0]?.total ?? 1;
  return rows.length > 0 && el("ul", { class: "ties" }, rows.map((row) => el("li", null,
    who(row.other, go),
    el("button", { type: "button", class: "bar", onclick: () => open(id, row.other), "aria-label": `${t("evidence")}: ${nameOf(row.other)}` }, bar(row, most)),
    el("span", { class: "figure" }, number(row.total)))));
}

function bar(row, most) {
  let x = 0;
  const parts = FAMILIES.filter((family) => row.families[family]).map((family) => {
    const width = (100 * row.families[family]) / most;
    const piece = svg("rect", { x, y: 0, width: Math.max(width - 0.6, 0.6), height: 8, fill: palette()[family] },
      svg("title", null, `${familyName(family)}: ${row.families[family]}`));
    x += width;
    return piece;
  });
  return svg("svg", { viewBox: "0 0 100 8", preserveAspectRatio: "none", "aria-hidden": "true" }, parts);
}

// What passes the filters, the newest first, under its year.
function timeline(id, scene, open) {
  const rolled = state.level === "states";
  const mine = new Map(scene.passing.map((item) => [item.fact, item]));
  const events = rolled
    ? scene.passing.map((item) => item.fact).filter((fact) => (stateOf(fact.source) === id) !== (stateOf(fact.target) === id)).sort((a, b) => (b.day ?? "").localeCompare(a.day ?? ""))
    : (factsOf.get(id) ?? []).filter((fact) => mine.has(fact));
  if (!events.length) return null;
  const list = el("ol", { class: "timeline" });
  const more = el("button", { type: "button", class: "more" }, t("more"));
  let shown = 0;
  let year = null;
  const grow = () => {
    for (const fact of events.slice(shown, shown + EVENTS)) {
      const its = fact.day?.slice(0, 4) ?? t("undated");
      if (its !== year) list.append(el("li", { class: "year" }, (year = its)));
      list.append(el("li", { class: fact.family },
        el("span", { class: "when" }, dayOf(fact)),
        el("button", { type: "button", class: "event", onclick: () => open(fact.source, fact.target) }, sentence(fact))));
    }
    shown += EVENTS;
    more.hidden = shown >= events.length;
  };
  more.addEventListener("click", grow);
  grow();
  return [el("p", { class: "when" }, count("facts", events.length)), list, more];
}

export function actorTitle(id) {
  const actor = actors.get(id);
  return [kindSample(actor.kind, palette()[actor.kind]), " ", bdi(nameOf(id))];
}

function wikidata(actor) {
  const item = /Q\d+$/.exec(actor.wikidata ?? "");
  return item && link(`https://www.wikidata.org/wiki/${item[0]}`, `${t("wikidata")} ${item[0]}`);
}

// The body of an actor's panel; `go(id)` opens an actor, `open(a, b)` the evidence between two; `actions` stand below who it is.
export function actorPanel(id, scene, go, open, actions) {
  const actor = actors.get(id);
  const [held, holders] = offices(id);
  const [belongs, members] = memberships(id);
  const shown = new Set([nameOf(id), otherNameOf(id)]);
  const names = actor.names.filter((name) => !shown.has(name));
  return [
    el("p", { class: "who-is" },
      el("span", null, kindName(actor.kind)),
      actor.iso && el("span", { class: "badge" }, actor.iso),
      otherNameOf(id) !== nameOf(id) && bdi(otherNameOf(id)),
      actor.home && el("span", null, t("home"), " ", who(actor.home, go)),
      wikidata(actor),
      !actor.known && el("span", { class: "chip" }, t("unknown"))),
    names.length > 0 && el("p", { class: "names" }, el("small", null, t("names"), ": "), names.slice(0, NAMES).map((name, place) => [place > 0 && t("comma"), bdi(name)]), names.length > NAMES && " …"),
    actions,
    part(t("tenures"), officeList(held, "body", go)),
    part(t("strongest"), strongest(id, scene, go, open)),
    part(t("holders"), officeList(holders, "who", go)),
    part(t("memberships"), memberList(belongs, "organization", go)),
    part(t("members"), memberList(members, "member", go)),
    part(t("timeline"), timeline(id, scene, open)),
  ];
}
