// What is shown, to take away: a table, a picture, or Turtle.

import { tables } from "./data.js";
import { save } from "./dom.js";
import { canvas } from "./draw.js";
import { palette } from "./shapes.js";
import { turtle } from "./turtle.js";
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
