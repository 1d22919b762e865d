// The picture: vis-network draws lines and takes the mouse; actors and names are painted here, above the lines.

import { actors, options, weights } from "./data.js";
import { byId } from "./dom.js";
import { arrange } from "./arrange.js";
import { paintNames, paintSigns, paintTieNames } from "./names.js";
import { brokerage, campOf, strainedActors, tieStrains, triadShown } from "./overlay.js";
import { campColour, lineOf, outline, palette } from "./shapes.js";
import { state } from "./state.js";

const { DataSet, Network } = globalThis.vis;

const nodes = new DataSet();
const edges = new DataSet();
let network = null;
let shown = null; // the scene that is drawn
let drawn = []; // ids, the strongest first
let sizes = new Map();
let grown = 1;
let hiding = false; // whether lines step back while the picture is moved
const MANY = 1200; // lines past which moving them all would stutter
let hovered = null;
let drawnTies = new Map(); // key → what of it was drawn, to touch only what changes

export const canvas = () => network.canvas.frame.canvas;

// `on` has node(id), tie(key), nothing(), hover(what, point).
export function startPicture(on) {
  network = new Network(byId("network"), { nodes, edges }, { ...options, autoResize: true });
  network.on("click", ({ nodes: [node], edges: [tie] }) => {
    if (node !== undefined) on.node(node);
    else if (tie !== undefined) on.tie(tie);
    else on.nothing();
  });
  network.on("doubleClick", ({ nodes: [node] }) => node !== undefined && on.open(node));
  network.on("hoverNode", ({ node, pointer }) => hover({ node }, pointer, on));
  network.on("hoverEdge", ({ edge, pointer }) => hover({ tie: edge }, pointer, on));
  for (const event of ["blurNode", "blurEdge", "dragStart", "zoom"]) network.on(event, () => hover(null, null, on));
  network.on("afterDrawing", paint);
  keepDashesLegible(canvas().getContext("2d"));
  globalThis.siyasa = { network, scene: () => shown }; // a handle for scripts
}

// vis measures dashes in the units of the picture: from afar they are too small to see, and a browser without a graphics card needs
// longer for hundreds of lines in such pieces than for all else. Here they are on the screen no shorter than in the key.
function keepDashesLegible(ctx) {
  const { setLineDash } = ctx;
  ctx.setLineDash = (dashes) => {
    const unit = Math.max(1, 1 / network.getScale(), ctx.lineWidth / 4);
    ctx.lineCap = "butt"; // round ends would fill the gaps
    setLineDash.call(ctx, dashes.map((length) => length * unit));
  };
}

function hover(what, pointer, on) {
  hovered = what;
  on.hover(what, pointer?.DOM);
}

export function zoomBy(factor) {
  network.moveTo({ scale: network.getScale() * factor, animation: false });
}

// The whole of what is shown, not much larger than life, with room for names at the edge.
export function fit() {
  const at = Object.values(network.getPositions());
  if (!at.length) return;
  const [xs, ys] = [at.map(({ x }) => x), at.map(({ y }) => y)];
  const { clientWidth: width, clientHeight: height } = byId("network");
  const [left, right, top, bottom] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
  const room = Math.max(1, width - Math.min(170, width / 4));
  const scale = Math.min(1.5, room / Math.max(1, right - left), Math.max(1, height - 110) / Math.max(1, bottom - top));
  network.moveTo({ position: { x: (left + right) / 2, y: (top + bottom) / 2 }, scale, animation: false });
}

// Brings actors to the middle of what the panel leaves free: on a narrow screen it covers the lower part.
export function centreOn(...ids) {
  const at = ids.filter((id) => nodes.get(id)).map((id) => network.getPosition(id));
  if (!at.length) return;
  const { clientWidth: width, clientHeight: height } = byId("network");
  const mean = (axis) => at.reduce((sum, place) => sum + place[axis], 0) / at.length;
  const span = (axis) => Math.max(1, ...at.map((place) => 2 * Math.abs(place[axis] - mean(axis))));
  const free = width < 700 ? height * 0.4 : height;
  const scale = Math.min(Math.max(network.getScale(), 0.6), (width - 120) / span("x"), (free - 100) / span("y"));
  network.moveTo({ position: { x: mean("x"), y: mean("y") }, scale, offset: { x: 0, y: (free - height) / 2 }, animation: false });
}

function isTall() {
  const { width, height } = byId("network").getBoundingClientRect();
  return width < 700 && height > 1.15 * width;
}

// Whom the selection or the overlay lights up: everybody else is drawn pale. Null: nobody.
function lit() {
  if (state.tie.length) return new Set(state.tie.slice(0, 2));
  if (!state.select || !shown.nodes.has(state.select)) return strainedActors();
  return new Set([state.select, ...(shown.around.get(state.select)?.keys() ?? [])]);
}

function tieIsLit(tie) {
  if (state.tie.length) return tie.a === state.tie[0] && tie.b === state.tie[1] && (!state.tie[2] || tie.family === state.tie[2]);
  if (!state.select || !shown.nodes.has(state.select)) return tieStrains(tie);
  return tie.a === state.select || tie.b === state.select;
}

// Where many ties are drawn the weak ones step back, so that the strong ones can be read.
function opacity(tie) {
  if (!tieIsLit(tie)) return 0.13;
  const crowd = Math.ceil(4 * Math.min(1, Math.max(0, (shown.ties.length - 120) / 900))) / 4;
  const full = tie.asserted ? 0.9 : 0.75;
  return full - crowd * 0.7 * full * (1 - Math.min(1, Math.log2(tie.strength) / 3));
}

function edgeItem(tie, lane, lanes) {
  const line = lineOf(tie.family, tie.asserted);
  const bend = (lane - (lanes - 1) / 2) * 0.16;
  const head = { enabled: true, type: line.arrow, scaleFactor: line.arrow === "circle" ? 0.45 : 0.65 };
  return {
    id: tie.key,
    from: tie.a,
    to: tie.b,
    width: grown * Math.min(8, 1.7 + 1.5 * Math.log2(tie.strength)),
    dashes: line.dashes,
    color: { color: line.colour, opacity: opacity(tie), inherit: false },
    arrows: { to: tie.toB ? head : { enabled: false }, from: tie.toA ? head : { enabled: false } },
    smooth: Math.abs(bend) < 0.01 ? false : { enabled: true, type: bend > 0 ? "curvedCW" : "curvedCCW", roundness: Math.abs(bend) },
  };
}

function updateTies() {
  const lanes = new Map();
  const pair = (tie) => `${tie.a}\n${tie.b}`;
  for (const tie of shown.ties) lanes.set(pair(tie), (lanes.get(pair(tie)) ?? 0) + 1);
  const used = new Map();
  const items = new Map();
  for (const tie of shown.ties) {
    const lane = used.get(pair(tie)) ?? 0;
    used.set(pair(tie), lane + 1);
    items.set(tie.key, edgeItem(tie, lane, lanes.get(pair(tie))));
  }
  const signatures = new Map([...items].map(([key, item]) => [key, JSON.stringify(item)]));
  edges.remove([...drawnTies.keys()].filter((key) => !items.has(key)));
  edges.update([...items.values()].filter((item) => drawnTies.get(item.id) !== signatures.get(item.id)));
  drawnTies = signatures;
}

// How much larger than life actors and lines are drawn so that a wide picture, seen from afar, can still be read.
function growth(places) {
  const { clientWidth: width, clientHeight: height } = byId("network");
  const span = (axis) => Math.max(...[...places.values()].map((at) => at[axis])) - Math.min(...[...places.values()].map((at) => at[axis]));
  const scale = places.size > 1 && width > 0 ? Math.min(width / span("x"), height / span("y")) : 1;
  return [2.4, 1.9, 1.4].find((step) => 0.55 / scale >= step) ?? 1; // in steps, so that a filter seldom changes it
}

// vis paints anew at every change of its data: here it waits until all of them are made.
function atOnce(change) {
  const { emitter } = network.body;
  emitter.emit("_blockRedraw");
  try {
    change();
  } finally {
    emitter.emit("_allowRedraw");
  }
  network.redraw();
}

// Draws a scene: actors in their places, then the ties between them; a new arrangement is fitted `anew`.
export function draw(scene, anew) {
  shown = scene;
  const places = arrange(scene, state.lang === "ar", isTall());
  drawn = [...scene.nodes.keys()].sort((x, y) => (scene.strength.get(y) ?? 0) - (scene.strength.get(x) ?? 0) || (x < y ? -1 : 1));
  const most = Math.max(...weights[state.level].values());
  grown = growth(places);
  sizes = new Map(drawn.map((id) => {
    const small = actors.get(id).kind === "Person" || actors.get(id).kind === "Agreement";
    return [id, grown * (small ? 0.72 : 1) * (11 + 21 * Math.sqrt((weights[state.level].get(id) ?? 0) / most))];
  }));
  const next = drawn.map((id) => ({ id, ...places.get(id), shape: "dot", size: sizes.get(id), label: undefined, color: "rgba(0,0,0,0)" }));
  const stale = nodes.getIds().filter((id) => !places.has(id));
  const changed = next.filter((item) => {
    const old = nodes.get(item.id);
    return !old || old.x !== item.x || old.y !== item.y || old.size !== item.size;
  });
  const many = scene.ties.length > MANY;
  if (many !== hiding) network.setOptions({ interaction: { hideEdgesOnDrag: (hiding = many), hideEdgesOnZoom: many } });
  atOnce(() => {
    nodes.remove(stale);
    nodes.update(changed);
    updateTies();
    if (!anew) return;
    network.setSize("100%", "100%"); // vis would learn only later that the panel has taken some of the room
    fit();
  });
}

// After a change of selection, theme or colouring: the same scene in other colours.
export function recolour() {
  if (!shown) return;
  atOnce(updateTies);
}

function paint(ctx) {
  if (!shown) return;
  const scale = network.getScale();
  const light = lit();
  const at = network.getPositions();
  const here = drawn.filter((id) => at[id]); // vis may draw while a change is half done
  for (const id of [...here].reverse()) paintNode(ctx, id, at[id], scale, !light || light.has(id));
  const { clientWidth: width, clientHeight: height } = byId("network");
  const [from, to] = [network.DOMtoCanvas({ x: 0, y: 0 }), network.DOMtoCanvas({ x: width, y: height })];
  const inside = here.filter((id) => at[id].x > from.x && at[id].x < to.x && at[id].y > from.y && at[id].y < to.y);
  const first = [state.select, hovered?.node, ...state.tie.slice(0, 2)].filter((id) => at[id] && sizes.has(id));
  const reach = new Map(drawn.map((id) => [id, sizes.get(id) + ringOf(id, scale).reach]));
  paintNames(ctx, { ids: inside.filter((id) => !light || light.has(id)), first, all: inside, at, sizes: reach, scale, from, to });
  if (triadShown() && !state.select && !state.tie.length) paintSigns(ctx, triadShown().ties, at, scale);
  if (shown.ties.length <= 16 && scale > 0.85 && here.length === drawn.length) paintTieNames(ctx, shown, at, scale);
}

// Around a broker: the wider, the more pairs it joins.
function ringOf(id, scale) {
  const [r, broker] = [sizes.get(id), brokerage(id)];
  if (!broker) return { width: 0, reach: 0 };
  const width = Math.max(r * 0.12, 1.5 / scale) + broker * Math.max(r * 0.32, 4 / scale);
  return { width, reach: width + Math.max(r * 0.28, 3 / scale) };
}

function paintRing(ctx, x, y, r, { width, reach }) {
  ctx.lineWidth = width;
  ctx.strokeStyle = palette().ink;
  ctx.beginPath();
  ctx.arc(x, y, r + reach - width / 2, 0, 2 * Math.PI);
  ctx.stroke();
}

function paintNode(ctx, id, { x, y }, scale, bright) {
  const actor = actors.get(id);
  const colours = palette();
  const r = sizes.get(id);
  const ring = ringOf(id, scale);
  const chosen = id === state.select || state.tie.slice(0, 2).includes(id) || hovered?.node === id;
  const shape = new Path2D(outline(actor.kind, x, y, r));
  ctx.save();
  ctx.lineJoin = "round";
  if (ring.width) paintRing(ctx, x, y, r, ring);
  ctx.lineWidth = Math.max(3, 2.5 / scale);
  ctx.strokeStyle = chosen ? colours.accent : colours.paper;
  if (chosen) ctx.lineWidth *= 2.2;
  ctx.stroke(shape);
  ctx.fillStyle = colours.paper;
  ctx.fill(shape);
  ctx.globalAlpha = bright ? 1 : 0.3;
  ctx.fillStyle = state.colour === "camp" || state.colour === "broker" ? campColour(campOf(id)) : colours[actor.kind];
  ctx.fill(shape);
  if (actor.iso && r * scale > 7) {
    ctx.fillStyle = colours["on-node"];
    ctx.font = `700 ${(r * 0.86).toFixed(1)}px ${colours.sans}`;
    ctx.textAlign = "center";
    ctx.textBaseline = "middle";
    ctx.direction = "ltr";
    ctx.fillText(actor.iso.slice(0, 4), x, y + r * 0.05);
  }
  ctx.restore();
}
