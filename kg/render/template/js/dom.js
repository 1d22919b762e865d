// Builds elements. Every string becomes a text node or an attribute: nothing here, or anywhere in this page, is parsed as markup.

const SVG = "http://www.w3.org/2000/svg";

function fill(node, props, children) {
  for (const [name, value] of Object.entries(props ?? {})) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else node.setAttribute(name, value === true ? "" : value);
  }
  for (const child of children.flat(3)) {
    if (child === null || child === undefined || child === false) continue;
    node.append(child instanceof Node ? child : String(child));
  }
  return node;
}

export function el(tag, props, ...children) {
  return fill(document.createElement(tag), props, children);
}

export function svg(tag, props, ...children) {
  return fill(document.createElementNS(SVG, tag), props, children);
}

export function byId(id) {
  return document.getElementById(id);
}

// A name or text of unknown direction, isolated from what stands around it.
export function bdi(text) {
  return el("bdi", null, text);
}

// A link to the web, or the bare text where the address is anything but http or https.
export function link(address, text) {
  let url = null;
  try {
    url = new URL(address);
  } catch {
    return bdi(text);
  }
  if (url.protocol !== "http:" && url.protocol !== "https:") return bdi(text);
  return el("a", { href: url.href, target: "_blank", rel: "noopener noreferrer", class: "out" }, bdi(text));
}

export function save(blob, name) {
  const url = URL.createObjectURL(blob);
  el("a", { href: url, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(url), 60000);
}

export async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    // A page from a file may have no clipboard: copy by a selection instead.
    const area = el("textarea", { class: "offscreen", "aria-hidden": "true" });
    area.value = text;
    document.body.append(area);
    area.select();
    const done = document.execCommand("copy");
    area.remove();
    return done;
  }
}
