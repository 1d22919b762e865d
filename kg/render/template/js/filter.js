// From the state of the view to what is shown: facts that pass, ties that they make, and the part of them in the picture.

import { actors, earliest, facts, latest, meta, stateOf } from "./data.js";

const isDate = (text) => /^\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?$/.test(text);

export function validDate(text) {
  return text === "" || isDate(text);
}

function rowTest(state) {
  const outlets = state.outlets.length ? new Set(state.outlets.map(Number)) : null;
  const hidden = new Set(state.statuses);
  if (!outlets && !hidden.size && state.confidence <= 0) return null;
  return (row) => (!outlets || outlets.has(row.outlet)) && !hidden.has(row.status) && row.confidence >= state.confidence;
}

// Facts that pass, each with the reports that do (null: all) and the independent dispatches among them.
export function passing(state) {
  const off = new Set(state.off);
  const since = isDate(state.since) ? earliest(state.since) : "";
  const until = isDate(state.until) ? latest(state.until) : "";
  const test = rowTest(state);
  const found = [];
  for (const fact of facts) {
    if (off.has(fact.type)) continue;
    if ((since || until) && (!fact.day || (since && fact.hi < since) || (until && fact.lo > until))) continue;
    if (!test) {
      if (fact.dispatches >= state.sources) found.push({ fact, rows: null, dispatches: fact.dispatches });
      continue;
    }
    const rows = fact.rows.filter(test);
    if (!rows.length) continue;
    const dispatches = new Set(rows.map((row) => row.dispatch)).size;
    if (dispatches >= state.sources) found.push({ fact, rows, dispatches });
  }
  return found;
}

const pairs = { actors: new Map(), states: new Map() };

// The two ends of a fact at a level, in order of id, and the key of the tie that it belongs to; kept, since every filter asks for it.
function pairOf(fact, level) {
  let pair = pairs[level].get(fact);
  if (!pair) {
    const [source, target] = level === "states" ? [stateOf(fact.source), stateOf(fact.target)] : [fact.source, fact.target];
    const [a, b] = source < target ? [source, target] : [target, source];
    pair = { a, b, target, key: JSON.stringify([a, b, fact.family]) };
    pairs[level].set(fact, pair);
  }
  return pair;
}

// The independent dispatches of facts together: one that reports two of them counts once.
function dispatchesOf(items) {
  if (items.length === 1) return items[0].dispatches;
  const seen = new Set();
  let beyond = 0; // of the fact that has most, where the file does not hold all its reports
  for (const { fact, rows, dispatches } of items) {
    for (const row of rows ?? fact.rows) seen.add(row.dispatch);
    if (!rows && fact.reports > fact.rows.length) beyond = Math.max(beyond, dispatches);
  }
  return Math.max(seen.size, beyond);
}

// Facts gathered by pair of actors and family of types: what one line of the picture stands for.
export function tiesOf(found, state) {
  const hidden = new Set(state.kinds);
  const shown = (id) => !hidden.size || !hidden.has(actors.get(id).kind);
  const ties = new Map();
  for (const item of found) {
    const { fact } = item;
    const { a, b, target, key } = pairOf(fact, state.level);
    if (a === b || !shown(a) || !shown(b)) continue;
    let tie = ties.get(key);
    if (!tie) ties.set(key, (tie = { key, a, b, family: fact.family, items: [], toA: false, toB: false, asserted: false }));
    tie.items.push(item);
    if (fact.directed) tie[target === a ? "toA" : "toB"] = true;
    tie.asserted ||= fact.asserted;
  }
  for (const tie of ties.values()) tie.strength = dispatchesOf(tie.items);
  return ties;
}

export function neighboursOf(ties) {
  const around = new Map();
  for (const tie of ties.values()) {
    for (const [here, there] of [[tie.a, tie.b], [tie.b, tie.a]]) {
      if (!around.has(here)) around.set(here, new Map());
      const to = around.get(here);
      to.set(there, (to.get(there) ?? 0) + tie.strength);
    }
  }
  return around;
}

function strengths(around) {
  return new Map([...around].map(([id, to]) => [id, [...to.values()].reduce((sum, weight) => sum + weight, 0)]));
}

// Steps from an actor, at most `depth`, the strongest first within a step and no more than `limit` actors.
function within(around, start, depth, strength, limit) {
  const steps = new Map([[start, 0]]);
  let edge = [start];
  for (let step = 1; step <= depth; step += 1) {
    const next = new Set(edge.flatMap((id) => [...(around.get(id)?.keys() ?? [])]).filter((id) => !steps.has(id)));
    edge = [...next].sort((x, y) => strength.get(y) - strength.get(x) || (x < y ? -1 : 1)).slice(0, limit - steps.size);
    for (const id of edge) steps.set(id, step);
  }
  return steps;
}

// The shortest path, step by step outwards; among equally short ones that over the strongest ties.
export function pathBetween(around, from, to) {
  const worth = new Map([[from, 0]]);
  const before = new Map();
  let edge = [from];
  while (edge.length && !worth.has(to)) {
    const next = new Map();
    for (const here of edge) {
      for (const [there, weight] of around.get(here) ?? []) {
        const value = worth.get(here) + weight;
        if (worth.has(there) || value <= (next.get(there) ?? -1)) continue;
        next.set(there, value);
        before.set(there, here);
      }
    }
    for (const [id, value] of next) worth.set(id, value);
    edge = [...next.keys()];
  }
  if (!worth.has(to)) return null;
  const path = [to];
  while (path[0] !== from) path.unshift(before.get(path[0]));
  return path;
}

const seat = (id, state) => (state.level === "states" ? stateOf(id) : id);

// What is shown: { ties, nodes: id → step or place, kind: "all" | "around" | "path", path, strength, totals }.
export function scene(state) {
  const found = passing(state);
  const ties = tiesOf(found, state);
  const around = neighboursOf(ties);
  const strength = strengths(around);
  const result = { kind: "all", path: null, around, strength, allActors: strength.size, allTies: ties, passing: found };
  if (state.from && state.to && actors.has(state.from) && actors.has(state.to)) {
    const [from, to] = [seat(state.from, state), seat(state.to, state)];
    result.kind = "path";
    result.path = pathBetween(around, from, to);
    result.nodes = new Map((result.path ?? [from, to]).map((id, place) => [id, place]));
    const steps = new Set((result.path ?? []).slice(1).map((id, place) => [id, result.path[place]].sort().join("\n")));
    return finish(result, [...ties.values()].filter((tie) => steps.has([tie.a, tie.b].sort().join("\n"))));
  }
  if (state.around && actors.has(state.around)) {
    result.kind = "around";
    result.nodes = within(around, seat(state.around, state), state.depth, strength, state.limit);
  } else {
    const ranked = [...strength.keys()].sort((x, y) => strength.get(y) - strength.get(x) || (x < y ? -1 : 1));
    result.nodes = new Map(ranked.slice(0, Math.min(state.limit, meta.drawn)).map((id) => [id, 0]));
    for (const id of [...(state.tie.length ? state.tie.slice(0, 2) : [state.select]), ...state.triad]) {
      if (actors.has(id) && strength.has(seat(id, state))) result.nodes.set(seat(id, state), 0);
    }
  }
  return finish(result, [...ties.values()].filter((tie) => result.nodes.has(tie.a) && result.nodes.has(tie.b)), state.triad);
}

function finish(result, ties, triad = []) {
  const near = (tie) => result.kind === "around" && (result.nodes.get(tie.a) === 0 || result.nodes.get(tie.b) === 0);
  const own = (tie) => near(tie) || (triad.includes(tie.a) && triad.includes(tie.b));
  ties.sort((x, y) => own(y) - own(x) || y.strength - x.strength || (x.key < y.key ? -1 : 1));
  result.ties = ties.slice(0, Math.max(meta.fewTies, meta.tiesPerActor * result.nodes.size));
  result.items = result.ties.flatMap((tie) => tie.items);
  return result;
}
