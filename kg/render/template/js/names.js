// Names in the picture, as on a map: one size on the screen, none upon another, the stronger first.

import { palette } from "./shapes.js";
import { state } from "./state.js";
import { nameOf, typeName } from "./words.js";

const MOST = 250; // names tried in one frame
const STRONG = [30, 1 / 6]; // names that may cover an actor: so many, and that share of all

const direction = () => (state.lang === "ar" ? "rtl" : "ltr");

function shorten(name) {
  const letters = Array.from(name);
  return letters.length > 32 ? `${letters.slice(0, 31).join("")}…` : name;
}

function write(ctx, text, x, y, colour, scale) {
  ctx.lineWidth = 4 / scale;
  ctx.strokeStyle = palette().halo;
  ctx.strokeText(text, x, y);
  ctx.fillStyle = colour;
  ctx.fillText(text, x, y);
}

const meet = (a, b) => a[0] < b[2] && a[2] > b[0] && a[1] < b[3] && a[3] > b[1];

// Below the actor, else above, else beside it.
function boxes({ x, y }, r, width, height, gap) {
  const middle = [x - width / 2, x + width / 2];
  return [
    [middle[0], y + r + gap, middle[1], y + r + gap + height],
    [middle[0], y - r - gap - height, middle[1], y - r - gap],
    [x + r + gap, y - height / 2, x + r + gap + width, y + height / 2],
    [x - r - gap - width, y - height / 2, x - r - gap, y + height / 2],
  ];
}

// Names of `ids`, `first` whatever lies below them; `all` are the actors that a name should not cover, `from` and `to` the corners of the view.
export function paintNames(ctx, { ids, first, all, at, sizes, scale, from, to }) {
  const discs = all.map((id) => [id, [at[id].x - sizes.get(id), at[id].y - sizes.get(id), at[id].x + sizes.get(id), at[id].y + sizes.get(id)]]);
  const taken = [];
  ctx.save();
  ctx.textAlign = "center";
  ctx.textBaseline = "middle";
  ctx.lineJoin = "round";
  ctx.direction = direction();
  const order = [...new Set([...first, ...ids])].slice(0, MOST);
  const strong = Math.max(first.length, Math.min(STRONG[0], ids.length * STRONG[1]));
  for (const [rank, id] of order.entries()) {
    const large = sizes.get(id) * scale > 16;
    const height = (large ? 15 : 13) / scale;
    ctx.font = `${large || first.includes(id) ? 600 : 400} ${height.toFixed(2)}px ${palette().sans}`;
    const text = shorten(nameOf(id));
    const places = boxes(at[id], sizes.get(id), ctx.measureText(text).width + 4 / scale, height * 1.3, 2 / scale);
    const whole = places.filter((box) => box[0] > from.x && box[2] < to.x);
    const free = (whole.length ? whole : places).filter((box) => !taken.some((other) => meet(box, other)));
    const box = free.find((place) => !discs.some(([other, disc]) => other !== id && meet(place, disc))) ?? (scale > 0.9 || rank < strong ? free[0] : undefined) ?? (first.includes(id) ? places[0] : undefined);
    if (!box) continue;
    taken.push(box);
    write(ctx, text, (box[0] + box[2]) / 2, (box[1] + box[3]) / 2, palette().ink, scale);
  }
  ctx.restore();
}

// Between the three of a triad: who is friend and who is foe.
export function paintSigns(ctx, ties, at, scale) {
  ctx.save();
  for (const [a, b, sign] of ties.filter(([one, two]) => at[one] && at[two])) {
    const [x, y, r] = [(at[a].x + at[b].x) / 2, (at[a].y + at[b].y) / 2, 9 / scale];
    ctx.fillStyle = palette()[sign > 0 ? "aid" : "clash"];
    ctx.beginPath();
    ctx.arc(x, y, r, 0, 2 * Math.PI);
    ctx.fill();
    ctx.fillStyle = palette().paper;
    ctx.fillRect(x - r * 0.55, y - r * 0.12, r * 1.1, r * 0.24);
    if (sign > 0) ctx.fillRect(x - r * 0.12, y - r * 0.55, r * 0.24, r * 1.1);
  }
  ctx.restore();
}

// In a small view each line says what it is; around an actor only the actor's own lines do.
export function paintTieNames(ctx, scene, at, scale) {
  const centre = scene.kind === "around" ? [...scene.nodes.keys()][0] : null;
  const pairs = new Map();
  for (const tie of scene.ties) {
    if (centre !== null && tie.a !== centre && tie.b !== centre) continue;
    const key = JSON.stringify([tie.a, tie.b]);
    pairs.set(key, [...(pairs.get(key) ?? []), tie]);
  }
  ctx.save();
  ctx.textAlign = "center";
  ctx.textBaseline = "middle";
  ctx.lineJoin = "round";
  ctx.direction = direction();
  ctx.font = `${(12 / scale).toFixed(2)}px ${palette().sans}`;
  for (const ties of pairs.values()) {
    ties.forEach((tie, lane) => {
      const [a, b] = [at[tie.a], at[tie.b]];
      const y = (a.y + b.y) / 2 + (lane - (ties.length - 1) / 2) * (16 / scale);
      write(ctx, typeName(tie.items[0].fact.type), (a.x + b.x) / 2, y, palette()[tie.family], scale);
    });
  }
  ctx.restore();
}
