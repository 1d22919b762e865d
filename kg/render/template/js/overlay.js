// What analysis found in the whole file, at each level: camps, the brokers between them, and ties out of balance.

import { actors, overlays } from "./data.js";
import { state } from "./state.js";

const ids = [...actors.keys()];
const pairKey = (a, b) => JSON.stringify(a < b ? [a, b] : [b, a]);

function findingsOf({ camps, brokers, counts, strained, triads }) {
  return {
    counts,
    camps: new Map(camps.map(([place, camp]) => [ids[place], camp])),
    brokers: new Map(brokers.map(([place, bridged, spread, across]) => [ids[place], { id: ids[place], bridged, spread, across }])),
    most: brokers[0]?.[1] ?? 0,
    strained: new Map(strained.map(([a, b, among]) => [pairKey(ids[a], ids[b]), among])),
    tense: new Set(strained.flatMap(([a, b]) => [ids[a], ids[b]])),
    triads: triads.map(([a, b, c, ab, ac, bc, strength]) => ({ members: [ids[a], ids[b], ids[c]], ties: [[ids[a], ids[b], ab], [ids[a], ids[c], ac], [ids[b], ids[c], bc]], strength })),
  };
}

const found = { actors: findingsOf(overlays.actors), states: findingsOf(overlays.states) };

export const findings = () => found[state.level];

export const campOf = (id) => findings().camps.get(id);

// From 0, for who joins no pair, to 1, for who joins most. Roots, since the first few join far more than the rest.
export function brokerage(id) {
  const broker = state.colour === "broker" && findings().brokers.get(id);
  return broker ? Math.sqrt(broker.bridged / findings().most) : 0;
}

// The triad that is looked at, where it is one of those listed.
export function triadShown() {
  return state.colour === "balance" && state.triad.length === 3 ? findings().triads.find(({ members }) => members.every((id) => state.triad.includes(id))) : undefined;
}

// Whether a tie is told from the others: one of the triad that is looked at, else one of any triad out of balance.
export function tieStrains(tie) {
  if (state.colour !== "balance") return true;
  const triad = triadShown();
  return triad ? triad.members.includes(tie.a) && triad.members.includes(tie.b) : findings().strained.has(pairKey(tie.a, tie.b));
}

// The actors at the ends of such ties; null where all are alike.
export function strainedActors() {
  if (state.colour !== "balance") return null;
  return triadShown() ? new Set(triadShown().members) : findings().tense;
}
