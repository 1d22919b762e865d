// What is shown as Turtle, in the vocabulary and by the shapes of the graph that it was drawn from.

import { actors, tables } from "./data.js";

const ID = "https://w3id.org/siyasa/id/";
const PREFIXES = {
  pol: "https://w3id.org/siyasa/ns#",
  rdf: "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
  rdfs: "http://www.w3.org/2000/01/rdf-schema#",
  xsd: "http://www.w3.org/2001/XMLSchema#",
  owl: "http://www.w3.org/2002/07/owl#",
  oa: "http://www.w3.org/ns/oa#",
  prov: "http://www.w3.org/ns/prov#",
  skos: "http://www.w3.org/2004/02/skos/core#",
  dcterms: "http://purl.org/dc/terms/",
  schema: "https://schema.org/",
  wd: "http://www.wikidata.org/entity/",
};
const STANDING = new Set(["leads", "holds_office", "member_of", "allied_with", "hostile_to"]);
const MODALITIES = new Set(["possible", "planned", "demanded"]);

const percent = (letter) => [...new TextEncoder().encode(letter)].map((byte) => `%${byte.toString(16).toUpperCase().padStart(2, "0")}`).join("");

function iri(id) {
  return `<${ID}${Array.from(id, (letter) => (/[\p{L}\p{N}_/.~-]/u.test(letter) ? letter : percent(letter))).join("")}>`;
}

function literal(text, tag = "") {
  const escapes = { "\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t" };
  const control = (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, "0")}`;
  return `"${String(text).replace(/[\\"\n\r\t]/g, (letter) => escapes[letter]).replace(/[\u0000-\u001f\u007f]/g, control)}"${tag}`;
}

const worded = (text) => literal(text, /[\u0600-\u06ff\u0750-\u077f\ufb50-\ufdff\ufe70-\ufeff]/.test(text) ? "@ar" : "");
const dated = (value) => literal(value, { 4: "^^xsd:gYear", 7: "^^xsd:gYearMonth", 10: "^^xsd:date" }[value.length] ?? "");
const edge = (type) => `pol:${type.replace(/_(\w)/g, (_, letter) => letter.toUpperCase())}`;
const articleIri = (id) => iri(id.startsWith("article/") ? id : `article/${id}`);

function subject(node, pairs) {
  const said = pairs.filter(([, value]) => value !== "" && value !== null && value !== undefined && value !== false);
  return `${node} ${said.map(([name, value]) => `${name} ${value}`).join(" ;\n    ")} .\n`;
}

function actorTurtle(id) {
  const actor = actors.get(id);
  const item = /Q\d+$/.exec(actor.wikidata ?? "");
  return subject(iri(id), [
    ["a", `pol:${actor.kind}`],
    ["rdfs:label", [actor.label && literal(actor.label, "@ar"), actor.en && literal(actor.en, "@en")].filter(Boolean).join(" , ")],
    ["dcterms:identifier", actor.iso && literal(actor.iso)],
    ["pol:home", actor.home && iri(actor.home)],
    ["owl:sameAs", item && `wd:${item[0]}`],
  ]);
}

function factTurtle(fact, told) {
  return subject(iri(fact.id), [
    ["a", "pol:Fact"],
    ["pol:type", iri(`event/${fact.type}`)],
    ["pol:source", iri(fact.source)],
    ["pol:target", iri(fact.target)],
    ["pol:asserted", String(fact.asserted)],
    [STANDING.has(fact.type) ? "pol:from" : "pol:time", fact.time && dated(fact.time)],
    ["pol:reportedOn", fact.on && dated(fact.on)],
    ["pol:dispatchCount", fact.dispatches],
    ["pol:report", told.map((row) => iri(row.id)).join(" , ")],
  ]);
}

function reportTurtle(fact, row) {
  const article = articleIri(tables.articles[row.article][0]);
  const speaker = row.speaker >= 0 ? tables.speakers[row.speaker] : "";
  return subject(iri(row.id), [
    ["a", "pol:Report"],
    ["rdf:subject", iri(fact.source)],
    ["rdf:predicate", edge(fact.type)],
    ["rdf:object", iri(fact.target)],
    ["pol:article", article],
    ["pol:evidence", `[ a pol:Evidence ; oa:hasSource ${article} ; oa:hasSelector [ a oa:TextQuoteSelector ; oa:exact ${worded(tables.quotes[row.quote])} ] ]`],
    ["pol:attribution", literal(row.attribution)],
    ["pol:polarity", literal(row.status === "denied" ? "negative" : "positive")],
    ["pol:modality", literal(MODALITIES.has(row.status) ? row.status : "actual")],
    ["pol:confidence", (row.confidence / 100).toFixed(2)],
    ["pol:speaker", actors.has(speaker) && iri(speaker)],
    ["pol:time", row.time && dated(row.time)],
    ["pol:reportedOn", row.on && dated(row.on)],
    ["pol:ended", row.ended ? "true" : ""],
    ["prov:wasAttributedTo", iri("agent/siyasa")],
  ]);
}

function articleTurtle(row) {
  const [id, title, url] = tables.articles[row.article];
  const outlet = row.outlet >= 0 ? tables.outlets[row.outlet] : "";
  const dispatch = iri(tables.dispatches[row.dispatch]);
  return `${subject(articleIri(id), [
    ["a", "pol:Article"],
    ["dcterms:identifier", worded(id.replace(/^article\//, ""))],
    ["dcterms:title", title && worded(title)],
    ["dcterms:date", row.on && dated(row.on)],
    ["schema:url", url && literal(url, "^^xsd:anyURI")],
    ["dcterms:publisher", actors.has(outlet) && iri(outlet)],
    ["pol:dispatch", dispatch],
  ])}${dispatch} a pol:Dispatch .\n`;
}

// The facts of a scene with the reports whose sentence the file has, and all that these name.
export function turtle(scene) {
  const ends = new Set();
  const types = new Set();
  const articles = new Map();
  const body = [];
  for (const { fact, rows } of scene.items) {
    const told = (rows ?? fact.rows).filter((row) => row.quote !== undefined);
    if (!told.length) continue;
    for (const id of [fact.source, fact.target]) ends.add(id).add(actors.get(id).home ?? id);
    types.add(fact.type);
    body.push(factTurtle(fact, told));
    if (fact.asserted) body.push(`${iri(fact.source)} ${edge(fact.type)} ${iri(fact.target)} .\n`);
    for (const row of told) {
      body.push(reportTurtle(fact, row));
      articles.set(row.article, row);
    }
  }
  return [
    Object.entries(PREFIXES).map(([name, space]) => `@prefix ${name}: <${space}> .\n`).join(""),
    ...[...types].sort().map((type) => `${iri(`event/${type}`)} a skos:Concept .\n`),
    ...[...ends].sort().map(actorTurtle),
    ...body,
    ...[...articles.values()].map(articleTurtle),
  ].join("\n");
}
