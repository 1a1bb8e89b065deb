// Elements, built. Data becomes text nodes only, so that markup in a plan stays text.

/**
 * An element with its attributes and children.
 * attributes: by name; `class`, `for` and `aria-…` as in HTML; null, undefined and false leave one out, true sets it
 * empty; `on` maps events to listeners. children: nodes, strings, numbers, arrays of them; null and false are left out.
 */
export function el(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  const { on = {}, ...others } = attributes;
  for (const [name, value] of Object.entries(others)) setAttribute(made, name, value);
  for (const [event, listener] of Object.entries(on)) made.addEventListener(event, listener);
  made.append(...nodes(children));
  return made;
}

/** The element is left with these children alone. */
export function fill(element, ...children) {
  element.replaceChildren(...nodes(children));
  return element;
}

/** The one element that a selector finds; an Error where there is none. */
export function find(selector, within = document) {
  const found = within.querySelector(selector);
  if (!found) throw new Error(`no ${selector}`);
  return found;
}

/** The text with those spans of it (offsets in code points, ascending, apart) in <mark>; `from` is where it begins. */
export function marked(text, spans, from = 0) {
  const letters = Array.from(text);
  const pieces = [];
  let at = 0;
  for (const [start, end] of spans.map((span) => span.map((offset) => clamp(offset - from, letters.length)))) {
    if (start >= end) continue;
    pieces.push(letters.slice(at, start).join(""), el("mark", {}, letters.slice(start, end).join("")));
    at = end;
  }
  return [...pieces, letters.slice(at).join("")];
}

/** A link to another page, or its words alone where the address is no http(s) address or path of this site. */
export function link(address, attributes, ...children) {
  const safe = /^(https?:\/\/|\/(?!\/)|#)/i.test(address);
  return safe ? el("a", { href: address, ...attributes }, ...children) : el("span", {}, ...children);
}

function clamp(offset, most) {
  return Math.max(0, Math.min(offset, most));
}

function setAttribute(element, name, value) {
  if (/^(on|style$|srcdoc$)/i.test(name)) throw new Error(`the attribute ${name} is not for data`);
  if (value === null || value === undefined || value === false) return;
  element.setAttribute(name, value === true ? "" : String(value));
}

function nodes(children) {
  return children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false && child !== "");
}
