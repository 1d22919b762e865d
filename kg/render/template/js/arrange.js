// Places of the small views: an actor amid its neighbours, and a path. The whole picture keeps the places that Python computed.

import { actors } from "./data.js";

const placeOf = (id) => ({ x: actors.get(id)?.x ?? 0, y: actors.get(id)?.y ?? 0 });

// Rings around the actor. Who stands where on a ring follows the whole picture, so that neighbours there stay neighbours here.
function rings(steps) {
  const [centre] = steps.keys();
  const middle = placeOf(centre);
  const angle = (id) => Math.atan2(placeOf(id).y - middle.y, placeOf(id).x - middle.x);
  const places = new Map([[centre, { x: 0, y: 0 }]]);
  let radius = 0;
  for (const step of [1, 2]) {
    const ring = [...steps].filter(([, at]) => at === step).map(([id]) => id);
    ring.sort((x, y) => angle(x) - angle(y) || (x < y ? -1 : 1));
    const lanes = Math.max(1, Math.ceil(ring.length / 36));
    const first = Math.max(radius + 130, (ring.length * 62) / lanes / (2 * Math.PI));
    ring.forEach((id, number) => {
      const at = (number / ring.length) * 2 * Math.PI - Math.PI / 2;
      const far = first + (number % lanes) * 80;
      places.set(id, { x: far * 1.25 * Math.cos(at), y: far * Math.sin(at) });
    });
    radius = first + (lanes - 1) * 80;
  }
  return places;
}

// A path in reading direction, gently waving so that labels have room.
function chain(path, direction) {
  return new Map(path.map((id, place) => [id, { x: direction * place * 190, y: place % 2 ? 46 : -46 }]));
}

// Actors without a place of their own (known only as somebody's home) stand beside their strongest neighbour.
function whole(scene) {
  const places = new Map();
  for (const id of scene.nodes.keys()) {
    const { x, y } = actors.get(id);
    if (typeof x === "number") {
      places.set(id, { x, y });
      continue;
    }
    const [best] = [...(scene.around.get(id) ?? [])].sort((a, b) => b[1] - a[1]).find(([there]) => typeof actors.get(there).x === "number") ?? [];
    const beside = best ? placeOf(best) : { x: 0, y: 0 };
    places.set(id, { x: beside.x + 40, y: beside.y - 40 });
  }
  return places;
}

// `rtl` is the direction of reading; on a `tall` screen everything is turned on its side.
export function arrange(scene, rtl, tall) {
  const places = scene.kind === "path" ? chain([...scene.nodes.keys()], rtl && !tall ? -1 : 1) : scene.kind === "around" ? rings(scene.nodes) : whole(scene);
  return tall ? new Map([...places].map(([id, { x, y }]) => [id, { x: y, y: x }])) : places;
}
