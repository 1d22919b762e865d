// What the file holds: actors, facts with their reports, tables of shared strings, words.

const read = (id) => JSON.parse(document.getElementById(id).textContent);

export const meta = read("meta");
export const words = read("words");
export const tables = read("tables");
export const options = read("options");
export const overlays = read("overlays");

// The strongest first, as Python sorted them.
export const actors = new Map(read("nodes").map((node, rank) => [node.id, { ...node, rank }]));

export const FAMILIES = Object.keys(words.families);

const lastDay = (year, month) => String(new Date(Date.UTC(year, month, 0)).getUTCDate()).padStart(2, "0");

// A partial date as its first and last day.
export function earliest(date) {
  return date + "-01-01".slice(date.length - 4);
}

export function latest(date) {
  if (date.length === 4) return `${date}-12-31`;
  return date.length === 7 ? `${date}-${lastDay(+date.slice(0, 4), +date.slice(5, 7))}` : date;
}

const ROW = ["outlet", "dispatch", "status", "confidence", "ended", "on", "article", "quote", "marks", "speaker", "attribution", "time", "id"];

function report(row) {
  return Object.fromEntries(ROW.slice(0, row.length).map((name, place) => [name, row[place]]));
}

export const facts = read("edges").map((edge) => {
  const day = edge.t ?? edge.on;
  return {
    id: edge.id,
    source: edge.from,
    target: edge.to,
    directed: edge.arrows === "to",
    type: edge.type,
    family: words.types[edge.type].family,
    time: edge.t,
    on: edge.on,
    day,
    lo: day && earliest(day),
    hi: day && latest(day),
    asserted: edge.ok === 1,
    dispatches: edge.d,
    reports: edge.n,
    rows: edge.rows.map(report),
  };
});

// Facts that each actor is an end of, the newest first.
export const factsOf = new Map();
for (const fact of [...facts].sort((a, b) => (b.day ?? "").localeCompare(a.day ?? ""))) {
  for (const end of new Set([fact.source, fact.target])) {
    if (!factsOf.has(end)) factsOf.set(end, []);
    factsOf.get(end).push(fact);
  }
}

// Whose facts an actor's count as at the level of states: a person's home, else itself.
export function stateOf(id) {
  const actor = actors.get(id);
  return actor?.kind === "Person" && actor.home ? actor.home : id;
}

// How much the file says of each actor at each level. Sizes follow it whatever the filters, so that one knows an actor again.
export const weights = { actors: new Map(), states: new Map() };
for (const fact of facts) {
  for (const [level, seat] of [["actors", (id) => id], ["states", stateOf]]) {
    for (const end of new Set([seat(fact.source), seat(fact.target)])) weights[level].set(end, (weights[level].get(end) ?? 0) + fact.dispatches);
  }
}
