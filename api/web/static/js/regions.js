// The regions that have plans as a tree to tick: 省 › 市 › 县. A tick on a region takes in all that lies in it.

import { el, fill } from "./dom.js";

/**
 * The tree in `container`. regions: of GET /api/v1/regions. chosen: codes ticked at first. changed: called after a tick.
 * Returns {codes, names, choose}: the fewest codes and names that say what is ticked, and a way to tick others.
 */
export function regionTree(container, regions, chosen, changed) {
  const roots = rooted(regions);
  const all = roots.flatMap(below);
  const show = () => all.forEach(shown);
  for (const node of all) {
    node.box.addEventListener("change", () => {
      tick(node, node.box.checked);
      show();
      changed();
    });
  }
  const choose = (codes) => {
    for (const node of all) node.ticked = false;
    for (const node of all) if (codes.includes(node.code)) tick(node, true);
    show();
    for (const node of all) if (node.box.indeterminate) unfold(node, true);
  };
  fill(container, roots.length ? el("ul", { class: "tree" }, roots.map(branch)) : el("p", { class: "faint" }, "还没有收录规划。"));
  choose(chosen);
  return { codes: () => fewest(roots).map((node) => node.code), names: () => fewest(roots).map((node) => node.name), choose };
}

/** Regions with the plans that they have themselves, under the regions that they lie in. */
function rooted(regions) {
  const nodes = new Map();
  const node = ({ code, name }) => {
    if (!nodes.has(code)) nodes.set(code, { code, name, plans: 0, inner: [], ticked: false });
    return nodes.get(code);
  };
  const roots = new Set();
  for (const region of regions) {
    node(region).plans = region.plans.length;
    const line = [...region.above, region].map(node);
    roots.add(line[0]);
    line.slice(1).forEach((inner, i) => line[i].inner.includes(inner) || line[i].inner.push(inner));
  }
  return [...roots];
}

function branch(node) {
  node.box = node.box ?? el("input", { type: "checkbox" });
  const count = below(node).reduce((sum, one) => sum + one.plans, 0);
  const words = el("label", {}, node.box, node.name, el("span", { class: "faint" }, `${count}份`));
  if (!node.inner.length) return el("li", {}, el("div", {}, el("span", { class: "leaf" }), words));
  node.list = el("ul", { hidden: true }, node.inner.map(branch));
  node.fold = el("button", { type: "button", on: { click: () => unfold(node, node.list.hidden) } });
  unfold(node, false);
  return el("li", {}, el("div", {}, node.fold, words), node.list);
}

function unfold(node, open) {
  if (!node.list) return;
  node.list.hidden = !open;
  node.fold.textContent = open ? "▾" : "▸";
  node.fold.setAttribute("aria-expanded", open);
  node.fold.setAttribute("aria-label", `${node.name}所辖地区`);
}

function below(node) {
  node.box ??= el("input", { type: "checkbox" });
  return [node, ...node.inner.flatMap(below)];
}

function tick(node, on) {
  for (const one of below(node)) one.ticked = on;
}

/** Whether a region counts as ticked: itself where it has plans, and everything in it. */
function whole(node) {
  return node.inner.length ? node.inner.every(whole) && (node.ticked || !node.plans) : node.ticked;
}

function shown(node) {
  node.box.checked = whole(node);
  node.box.indeterminate = !node.box.checked && below(node).some((one) => one.ticked);
}

function fewest(nodes) {
  return nodes.flatMap((node) => (whole(node) ? [node] : fewest(node.inner)));
}
