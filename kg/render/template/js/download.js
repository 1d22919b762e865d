// What is shown, to take away: a table, a picture, or Turtle in the vocabulary of the graph.

import { actors, tables } from "./data.js";
import { save } from "./dom.js";
import { canvas } from "./draw.js";
import { palette } from "./shapes.js";
import { nameOf, outletName } from "./words.js";

const HEADER = ["fact", "type", "source", "source_label", "target", "target_label", "time", "first_reported_on", "asserted", "independent_sources", "status", "outlet", "reported_on", "speaker", "confidence", "quote", "article", "title", "url"];

// A cell that a spreadsheet takes for text: what looks like a formula is quoted, as OWASP advises.
function cell(value) {
  let text = String(value ?? "");
  if (/^[=+\-@\t\r]/.test(text)) text = `'${text}`;
  return /[",\n\r]/.test(text) ? `"${text.replace(/"/g, '""')}"` : text;
}

export function csv(scene) {
  const lines = [HEADER];
  for (const { fact, rows, dispatches } of scene.items) {
    const own = [fact.id, fact.type, fact.source, nameOf(fact.source), fact.target, nameOf(fact.target), fact.time, fact.on, fact.asserted, dispatches];
    for (const row of rows ?? fact.rows) {
      const speaker = row.speaker >= 0 ? nameOf(tables.speakers[row.speaker]) : "";
      const [article, title, url] = row.article === undefined ? [] : tables.articles[row.article];
      const quote = row.quote === undefined ? "" : tables.quotes[row.quote];
      lines.push([...own, row.status, row.outlet >= 0 ? outletName(row.outlet) : "", row.on, speaker, row.confidence / 100, quote, article, title, url]);
    }
  }
  return `\ufeff${lines.map((line) => line.map(cell).join(",")).join("\r\n")}\r\n`;
}

const ID = "https://w3id.org/siyasa/id/";
const POLARITY = (status) => (status === "denied" ? "negative" : "positive");
const MODALITY = (status) => (["possible", "planned", "demanded"].includes(status) ? status : "actual");

function iri(id) {
  return `<${ID}${Array.from(id, (c) => (/[\p{L}\p{N}_/.~-]/u.test(c) ? c : encodeURIComponent(c.isWellFormed?.() === false ? "\ufffd" : c).replace(/[!'()*]/g, (m) => `%${m.charCodeAt(0).toString(16).toUpperCase()}`))).join("")}>`;
}

function literal(text, tag = "") {
  const escapes = { "\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t" };
  const safe = String(text).replace(/[\\"\n\r\t]/g, (c) => escapes[c]).replace(/[\u0000-\u001f\u007f]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, "0")}`);
  return `"${safe}"${tag}`;
}

const worded = (text) => literal(text, /[\u0600-\u06ff\u0750-\u077f\ufb50-\ufdff\ufe70-\ufeff]/.test(text) ? "@ar" : "");
const dated = (value) => literal(value, { 4: "^^xsd:gYear", 7: "^^xsd:gYearMonth", 10: "^^xsd:date" }[value.length] ?? "");
const edge = (type) => `pol:${type.replace(/_(\w)/g, (_, letter) => letter.toUpperCase())}`;
const articleIri = (id) => iri(id.startsWith("article/") ? id : `article/${id}`);

function subject(node, pairs) {
  return `${node} ${pairs.filter(([, value]) => value).map(([name, value]) => `${name} ${value}`).join(" ;\n    ")} .\n`;
}

function actorTurtle(id) {
  const actor = actors.get(id);
  const item = /Q\d+$/.exec(actor.wikidata ?? "");
  return subject(iri(id), [
    ["a", `pol:${actor.kind}`],
    ["rdfs:label", [actor.label && literal(actor.label, "@ar"), actor.en && literal(actor.en, "@en")].filter(Boolean).join(" , ")],
    ["pol:code", actor.iso && literal(actor.iso)],
    ["owl:sameAs", item && `wd:${item[0]}`],
  ]);
}

export function turtle(scene) {
  const out = [
    "@prefix pol: <https://w3id.org/siyasa/ns#> .\n@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .\n" +
      "@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .\n@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .\n" +
      "@prefix owl: <http://www.w3.org/2002/07/owl#> .\n@prefix oa: <http://www.w3.org/ns/oa#> .\n" +
      "@prefix dcterms: <http://purl.org/dc/terms/> .\n@prefix schema: <https://schema.org/> .\n@prefix wd: <http://www.wikidata.org/entity/> .\n",
  ];
  const ends = new Set();
  const articles = new Set();
  for (const { fact, rows } of scene.items) {
    ends.add(fact.source).add(fact.target);
    const told = (rows ?? fact.rows).filter((row) => row.quote !== undefined);
    const spo = [["rdf:subject", iri(fact.source)], ["rdf:predicate", edge(fact.type)], ["rdf:object", iri(fact.target)]];
    out.push(subject(iri(fact.id), [["a", "pol:Fact"], ...spo, ["pol:time", fact.time && dated(fact.time)], ["pol:reportedOn", fact.on && dated(fact.on)], ["pol:report", told.map((row) => iri(row.id)).join(" , ")]]));
    if (fact.asserted) out.push(`${iri(fact.source)} ${edge(fact.type)} ${iri(fact.target)} .\n`);
    for (const row of told) {
      articles.add(row.article);
      out.push(subject(iri(row.id), [
        ["a", "pol:Report"], ...spo,
        ["pol:article", articleIri(tables.articles[row.article][0])],
        ["pol:attribution", literal(row.attribution)],
        ["pol:polarity", literal(POLARITY(row.status))],
        ["pol:modality", literal(MODALITY(row.status))],
        ["pol:confidence", (row.confidence / 100).toFixed(2)],
        ["pol:speaker", row.speaker >= 0 && actors.has(tables.speakers[row.speaker]) && iri(tables.speakers[row.speaker])],
        ["pol:time", row.time && dated(row.time)],
        ["pol:reportedOn", row.on && dated(row.on)],
        ["pol:ended", row.ended ? "true" : ""],
        ["oa:exact", worded(tables.quotes[row.quote])],
      ]));
    }
  }
  for (const place of articles) {
    const [id, title, url] = tables.articles[place];
    out.push(subject(articleIri(id), [["a", "pol:Article"], ["dcterms:identifier", worded(id)], ["dcterms:title", title && worded(title)], ["schema:url", url && literal(url, "^^xsd:anyURI")]]));
  }
  return [out[0], ...[...ends].sort().map(actorTurtle), ...out.slice(1)].join("\n");
}

export function downloadCsv(scene) {
  save(new Blob([csv(scene)], { type: "text/csv;charset=utf-8" }), "siyasa.csv");
}

export function downloadTurtle(scene) {
  save(new Blob([turtle(scene)], { type: "text/turtle;charset=utf-8" }), "siyasa.ttl");
}

export function downloadPng() {
  const picture = canvas();
  const copy = new OffscreenCanvas(picture.width, picture.height);
  const ctx = copy.getContext("2d");
  ctx.fillStyle = palette().paper;
  ctx.fillRect(0, 0, copy.width, copy.height);
  ctx.drawImage(picture, 0, 0);
  return copy.convertToBlob({ type: "image/png" }).then((blob) => save(blob, "siyasa.png"));
}
