// How actors and ties look: a shape for each kind, a line and an arrowhead for each family; the same in the picture and its key.

import { FAMILIES } from "./data.js";
import { svg } from "./dom.js";

// Words are broken lines, deeds whole ones, posts dots; conflict ends in a bar, cooperation in a point.
const LINES = {
  bond: { dashes: [1.5, 4], arrow: "circle" },
  rapport: { dashes: [11, 3, 2, 3], arrow: "arrow" },
  aid: { dashes: false, arrow: "arrow" },
  dispute: { dashes: [11, 3, 2, 3], arrow: "bar" },
  clash: { dashes: false, arrow: "bar" },
};
export const CLAIMED = [4, 5];

let colours = {};

// The colours of the theme, which style.css holds.
export function readColours() {
  const style = getComputedStyle(document.documentElement);
  const names = ["paper", "ink", "faint", "accent", "halo", "State", "Person", "Organization", "Bloc", "Agreement", "on-node", ...FAMILIES];
  colours = Object.fromEntries(names.map((name) => [name, style.getPropertyValue(`--${name}`).trim()]));
  colours.camps = [1, 2, 3, 4, 5, 6].map((camp) => style.getPropertyValue(`--camp-${camp}`).trim());
  colours.sans = style.getPropertyValue("--sans").trim();
  return colours;
}

export function palette() {
  return colours;
}

export function lineOf(family, asserted) {
  return { ...LINES[family], dashes: asserted ? LINES[family].dashes : CLAIMED, colour: colours[family] };
}

export function campColour(camp) {
  return camp ? colours.camps[camp - 1] : colours.faint;
}

function polygon(x, y, r, corners, turn) {
  return Array.from({ length: corners }, (_, n) => {
    const angle = turn + (n * 2 * Math.PI) / corners;
    return [x + r * Math.cos(angle), y + r * Math.sin(angle)];
  });
}

const trace = (points) => `M${points.map(([x, y]) => `${x.toFixed(2)} ${y.toFixed(2)}`).join("L")}Z`;

// The outline of a kind as an SVG path around (x, y): state a disc, person a bust, organisation a square, bloc a hexagon, agreement a page.
export function outline(kind, x, y, r) {
  const circle = (cx, cy, cr) => `M${cx - cr} ${cy}a${cr} ${cr} 0 1 0 ${2 * cr} 0a${cr} ${cr} 0 1 0 ${-2 * cr} 0Z`;
  switch (kind) {
    case "Person": {
      const w = 0.95 * r;
      return `${circle(x, y - 0.42 * r, 0.5 * r)}M${x - w} ${y + r}v${-0.2 * r}a${w} ${0.72 * r} 0 0 1 ${2 * w} 0v${0.2 * r}Z`;
    }
    case "Organization": {
      const h = 0.86 * r;
      return trace([[x - h, y - h], [x + h, y - h], [x + h, y + h], [x - h, y + h]]);
    }
    case "Bloc":
      return trace(polygon(x, y, r, 6, 0));
    case "Agreement":
      return trace([[x - 0.75 * r, y - r], [x + 0.3 * r, y - r], [x + 0.75 * r, y - 0.5 * r], [x + 0.75 * r, y + r], [x - 0.75 * r, y + r]]);
    default:
      return circle(x, y, r);
  }
}

export function kindSample(kind, colour) {
  return svg("svg", { viewBox: "0 0 20 20", width: 18, height: 18, class: "sample", "aria-hidden": "true" },
    svg("path", { d: outline(kind, 10, 10, 8), fill: colour }));
}

export function campSample(colour) {
  return svg("svg", { viewBox: "0 0 20 20", width: 18, height: 18, class: "sample", "aria-hidden": "true" },
    svg("rect", { x: 3, y: 3, width: 14, height: 14, rx: 4, fill: colour }));
}

// A plus for friends, a minus for foes.
export function signSample(sign) {
  return svg("svg", { viewBox: "0 0 16 16", width: 15, height: 15, class: "sample", "aria-hidden": "true" },
    svg("circle", { cx: 8, cy: 8, r: 7, fill: colours[sign > 0 ? "aid" : "clash"] }),
    svg("path", { d: sign > 0 ? "M4.5 8H11.5M8 4.5V11.5" : "M4.5 8H11.5", stroke: colours.paper, "stroke-width": 2, fill: "none" }));
}

// An actor with the ring of a broker.
export function ringSample() {
  return svg("svg", { viewBox: "0 0 20 20", width: 18, height: 18, class: "sample", "aria-hidden": "true" },
    svg("circle", { cx: 10, cy: 10, r: 4.5, fill: colours.faint }),
    svg("circle", { cx: 10, cy: 10, r: 8, fill: "none", stroke: colours.ink, "stroke-width": 2.5 }));
}

// A piece of a family's line with its arrowhead.
export function lineSample(family, asserted = true) {
  const { dashes, arrow, colour } = lineOf(family, asserted);
  const head = {
    arrow: svg("path", { d: "M32 3.5L40 7L32 10.5Z", fill: colour }),
    bar: svg("path", { d: "M38.5 2V12", stroke: colour, "stroke-width": 2.6 }),
    circle: svg("circle", { cx: 37, cy: 7, r: 2.6, fill: colour }),
  }[arrow];
  return svg("svg", { viewBox: "0 0 42 14", width: 42, height: 14, class: "sample line", "aria-hidden": "true" },
    svg("path", { d: "M1 7H34", stroke: colour, "stroke-width": 2.2, fill: "none", "stroke-dasharray": dashes ? dashes.join(" ") : null }),
    head);
}
