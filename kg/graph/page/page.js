"use strict";
// Asks the endpoint beside this page and shows the answer; all that comes from the graph is set as text, never as markup.
const at = (id) => document.getElementById(id);
let prefixes = {};

function shorten(iri) {
  for (const [name, start] of Object.entries(prefixes)) {
    if (iri.startsWith(start) && iri.length > start.length) return `${name}:${iri.slice(start.length)}`;
  }
  return iri;
}

function cell(kind, text, lang) {
  const element = document.createElement(kind);
  element.textContent = text;
  element.dir = "auto";
  if (lang) element.lang = lang;
  return element;
}

function showTable(answer) {
  const table = document.createElement("table");
  const head = table.createTHead().insertRow();
  for (const name of answer.head.vars) head.append(cell("th", name));
  const body = table.createTBody();
  for (const row of answer.results.bindings) {
    const line = body.insertRow();
    for (const name of answer.head.vars) {
      const term = row[name];
      line.append(cell("td", !term ? "" : term.type === "uri" ? shorten(term.value) : term.value, term && term["xml:lang"]));
    }
  }
  at("result").replaceChildren(table);
  at("status").textContent = `${answer.results.bindings.length}`;
}

async function ask(event) {
  event.preventDefault();
  at("status").textContent = "…";
  at("message").hidden = true;
  at("result").replaceChildren();
  try {
    const response = await fetch("sparql", {
      method: "POST",
      headers: { "Content-Type": "application/sparql-query", Accept: "application/sparql-results+json, text/turtle" },
      body: at("query").value,
    });
    const text = await response.text();
    const isTable = response.ok && (response.headers.get("Content-Type") || "").includes("json");
    const answer = isTable ? JSON.parse(text) : null;
    if (answer && answer.results) return showTable(answer);
    at("status").textContent = response.ok ? "" : `${response.status}`;
    at("message").hidden = false;
    at("message").textContent = answer ? String(answer.boolean) : text;
  } catch (error) {
    at("status").textContent = String(error);
  }
}

async function start() {
  const known = await (await fetch("questions.json")).json();
  prefixes = known.prefixes;
  at("prefixes").textContent = Object.entries(prefixes).map(([name, iri]) => `PREFIX ${name}: <${iri}>`).join("\n");
  for (const question of known.questions) {
    const option = cell("option", `${question.ar} — ${question.en}`);
    option.value = question.name;
    at("question").append(option);
  }
  at("question").addEventListener("change", () => {
    const chosen = known.questions.find((question) => question.name === at("question").value);
    if (chosen) at("query").value = chosen.sparql;
  });
}

at("ask").addEventListener("submit", ask);
start();
