// The evidence of a tie: every fact of it with its reports, each with its sentence, whose word it is, and where it stands.

import { meta, tables } from "./data.js";
import { bdi, copy, el, link } from "./dom.js";
import { lineSample } from "./shapes.js";
import { state } from "./state.js";
import { count, date, nameOf, number, outletName, statusName, t, typeName } from "./words.js";

const SHOWN_FACTS = 40;

// The sentence with source, target and trigger marked. Places count code points; a part under two marks bears the later one.
export function marked(quote, marks) {
  const letters = Array.from(quote);
  const roles = new Array(letters.length).fill("");
  for (const [start, end, role] of marks) {
    for (let at = Math.max(0, start); at < Math.min(end, letters.length); at += 1) roles[at] = role;
  }
  const parts = [];
  for (let at = 0; at < letters.length; ) {
    let end = at;
    while (end < letters.length && roles[end] === roles[at]) end += 1;
    const text = letters.slice(at, end).join("");
    parts.push(roles[at] ? el("mark", { class: roles[at], title: roleName(roles[at]) }, text) : text);
    at = end;
  }
  return parts;
}

function roleName(role) {
  return { source: t("markSource"), target: t("markTarget"), trigger: t("markTrigger") }[role] ?? "";
}

export function markKey() {
  return el("p", { class: "mark-key", "aria-hidden": "true" },
    ["source", "target", "trigger"].map((role) => el("mark", { class: role }, roleName(role))));
}

export function citation(row) {
  const [, title, url] = tables.articles[row.article];
  const quote = `«${tables.quotes[row.quote]}»`;
  const speaker = row.speaker >= 0 ? `${t("speaker")} ${nameOf(tables.speakers[row.speaker])}` : "";
  const parts = [outletName(row.outlet), title && `"${title}"`, row.on && date(row.on), speaker, url];
  return `${quote} — ${parts.filter(Boolean).join(t("comma"))}`;
}

function voice(row) {
  if (row.speaker >= 0) return [t("speaker"), " ", bdi(nameOf(tables.speakers[row.speaker]))];
  return row.attribution === "unnamed" ? [t("speaker"), " ", t("unnamed")] : null;
}

function reportOf(row) {
  const [, title, url] = tables.articles[row.article];
  const said = el("button", { type: "button", class: "quiet cite" }, t("cite"));
  said.addEventListener("click", async () => {
    said.textContent = (await copy(citation(row))) ? t("copied") : t("copyFailed");
    setTimeout(() => (said.textContent = t("cite")), 2000);
  });
  return el("li", { class: "report" },
    el("blockquote", { lang: "ar", dir: "auto" }, marked(tables.quotes[row.quote], row.marks)),
    el("p", { class: "meta" },
      el("span", { class: `chip ${row.status}` }, statusName(row.status)),
      row.ended ? el("span", { class: "chip ended" }, t("ended")) : null,
      voice(row) && el("span", { class: "voice" }, voice(row)),
      el("span", { class: "outlet" }, bdi(outletName(row.outlet))),
      el("time", row.on ? { datetime: row.on } : null, row.on ? date(row.on) : t("undated")),
      el("span", { class: "confidence" }, t("confidence"), " ", el("meter", { min: 0, max: 100, value: row.confidence, "aria-label": t("confidence") }), ` ${number(row.confidence)}%`)),
    el("p", { class: "meta links" }, url ? link(url, title || t("openArticle")) : title && bdi(title), said));
}

// "Visit: A → B", with the arrow in reading direction: a verb would have to agree with its subject.
export function sentence(fact) {
  const arrow = fact.directed ? (state.lang === "ar" ? "←" : "→") : "↔";
  return [el("b", null, typeName(fact.type), ":"), " ", bdi(nameOf(fact.source)), ` ${arrow} `, bdi(nameOf(fact.target))];
}

export function dayOf(fact) {
  if (fact.time) return el("time", { datetime: fact.time }, date(fact.time));
  if (!fact.on) return el("span", { class: "undated" }, t("undated"));
  return el("span", { class: "undated" }, el("time", { datetime: fact.on }, date(fact.on)), ` (${t("byReport")})`);
}

function factOf({ fact, rows, dispatches }) {
  const passing = rows ?? fact.rows;
  const told = passing.filter((row) => row.quote !== undefined);
  const untold = (rows ? rows.length : fact.reports) - told.length;
  const hidden = rows ? fact.rows.length - rows.length : 0;
  return el("article", { class: "fact", id: fact.id },
    el("h4", null, sentence(fact)),
    el("p", { class: "when" }, dayOf(fact), " · ", count("sources", dispatches), " · ", count("reports", rows ? rows.length : fact.reports)),
    el("ul", { class: "reports" }, told.map(reportOf)),
    untold > 0 && el("p", { class: "note" }, t("moreReports", { n: number(untold) })),
    hidden > 0 && el("p", { class: "note" }, t("hiddenReports", { n: number(hidden) })));
}

const newest = (x, y) => (y.fact.day ?? "").localeCompare(x.fact.day ?? "") || y.dispatches - x.dispatches || (x.fact.id < y.fact.id ? -1 : 1);

// The facts of some ties, by family and the newest first; long lists open step by step.
export function evidence(ties) {
  return ties.map((tie) => {
    const items = [...tie.items].sort(newest);
    const list = el("div", { class: "facts" });
    const more = el("button", { type: "button", class: "more" }, t("more"));
    let shown = 0;
    const grow = () => {
      list.append(...items.slice(shown, shown + SHOWN_FACTS).map(factOf));
      shown += SHOWN_FACTS;
      more.hidden = shown >= items.length;
    };
    more.addEventListener("click", grow);
    grow();
    return el("section", { class: "family" }, el("h3", null, lineSample(tie.family, tie.asserted), familyTitle(tie)), list, more);
  });
}

function familyTitle(tie) {
  const types = [...new Set(tie.items.map((item) => item.fact.type))];
  return el("span", null, types.map(typeName).join(t("comma")), " ", el("small", null, count("facts", tie.items.length)));
}

export function evidenceNote() {
  return el("p", { class: "note" }, t("sentencesNote", { n: number(meta.maxSentences) }));
}
