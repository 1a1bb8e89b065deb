// The page of plans: the list follows the filter, the filter the address, and both what is added and removed.

import { get, request } from "./api.js";
import { el, fill, find } from "./dom.js";
import { lets, narrows, read, sorted, write } from "./plans_filter.js";
import { regionTree } from "./regions.js";
import { enliven } from "./upload.js";

const SHOWN = 50; // cards at once
const form = find("#filter"), list = find("#list"), rest = find("#rest"), clear = find("#clear");
const fields = form.elements;
let cards = [...list.children], tree = null, regions = [], chosen = read(location.search), shown = SHOWN;

form.addEventListener("submit", (event) => event.preventDefault());
form.addEventListener("input", (event) => event.target.matches("input:not([type=checkbox])") && taken("replaceState"));
form.addEventListener("change", (event) => event.target.matches("select") && taken("pushState"));
clear.addEventListener("click", () => {
  choose({ ...read(""), sort: chosen.sort });
  fields.q.focus();
});
rest.addEventListener("click", () => {
  const first = list.querySelectorAll(".plan:not([hidden])").length;
  shown = Infinity;
  show();
  list.querySelectorAll(".plan:not([hidden]) h3 a")[first]?.focus();
});
find("main").addEventListener("click", (event) => {
  const region = event.target.closest(".spread th a");
  if (!region || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  choose({ ...chosen, region: read(new URL(region.href).search).region });
  form.scrollIntoView({ block: "start" });
});
window.addEventListener("popstate", () => restore(read(location.search)));

const manage = enliven({ changed, ids: () => cards.map((card) => card.dataset.id), opening });
manage(cards);
restore(chosen);
listRegions();

/** The tree of regions, as far as it can be had: without it the rest works all the same. */
async function listRegions() {
  try {
    ({ regions } = await get("/api/v1/regions"));
    tree = regionTree(find("#regions"), regions, codes(chosen.region), () => taken("pushState"));
  } catch (error) {
    fill(find("#regions"), el("p", { class: "faint" }, `地区未能列出。${error.message}`));
  }
  restore(chosen);
}

/** A link may name a region as people do. */
function codes(names) {
  const all = regions.flatMap((region) => [...region.above, region]);
  return names.map((name) => all.find((region) => [region.code, region.name, region.full_name].includes(name))?.code ?? name);
}

/** What the form shows becomes what is chosen, and the address says so. how: whether going back leads before it. */
function taken(how) {
  const value = (name) => fields[name].value.trim();
  const region = tree ? tree.codes() : chosen.region;
  chosen = { q: value("q"), from: value("from"), to: value("to"), kind: value("kind"), sort: value("sort"), region };
  history[how](null, "", write(chosen));
  shown = SHOWN;
  show();
}

function choose(wanted) {
  history.pushState(null, "", write(wanted));
  restore(wanted);
}

function restore(wanted) {
  chosen = { ...wanted, region: codes(wanted.region) };
  for (const name of ["q", "from", "to", "kind", "sort"]) fields[name].value = chosen[name];
  tree?.choose(chosen.region);
  shown = SHOWN;
  show();
}

function show() {
  const found = sorted(cards.filter((card) => lets(chosen, card)), chosen.sort);
  for (const card of cards) card.hidden = true;
  for (const card of found.slice(0, shown)) card.hidden = false;
  if (found.some((card, i) => card !== list.children[i])) list.prepend(...found);
  find("#count").textContent = found.length === cards.length ? `共${cards.length}份` : `${cards.length}份中的${found.length}份`;
  clear.hidden = !narrows(chosen);
  rest.hidden = found.length <= shown;
  rest.textContent = `显示其余${found.length - shown}份`;
  find("#chosen").textContent = `：${tree?.names().join("、") || chosen.region.join("、") || "不限"}`;
}

/** The address of a plan's first clause; nothing where it is not in the list. */
function opening(plan) {
  return cards.find((card) => card.dataset.id === plan)?.querySelector("h3 a").getAttribute("href");
}

/** The plans are others now: the server's page is asked for again, and its list and table take the place of these. */
async function changed() {
  const page = new DOMParser().parseFromString(await (await request("/plans")).text(), "text/html");
  const fresh = (selector) => Array.from(find(selector, page).children, (child) => document.importNode(child, true));
  fill(find("#holdings"), fresh("#holdings"));
  fill(fields.kind, Array.from(find("#kind", page).options, (option) => document.importNode(option, true)));
  cards = fresh("#list");
  fill(list, cards);
  manage(cards);
  await listRegions();
}
