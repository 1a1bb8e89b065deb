// The panel of filters: regions as a tree, years, kind, plans.

import { get, Problem } from "./api.js";
import { el, fill, find } from "./dom.js";
import { regionTree } from "./regions.js";

/**
 * Fills the panel of a form and keeps it. Returns {chosen, choose, titles}: what is chosen, as `address.read` gives it
 * but for q; a way to choose; the titles of plans by id, empty until they have come.
 */
export function filterPanel(form) {
  const panel = { form, chosen: nothing(), titles: new Map(), regions: [], tree: null };
  const chosen = () => panel.chosen;
  const choose = (wanted) => {
    panel.chosen = { ...nothing(), ...wanted, q: undefined };
    show(panel);
  };
  form.addEventListener("change", () => taken(panel));
  find("#clear", form).addEventListener("click", () => choose(nothing()));
  load(panel).catch((error) => {
    const told = error instanceof Problem ? error.message : "";
    fill(find("#regions", form), el("p", { class: "faint" }, `地区和规划未能列出。${told}`));
  });
  return { chosen, choose, titles: panel.titles };
}

function nothing() {
  return { region: [], plan: [], from: "", to: "", kind: "" };
}

async function load(panel) {
  const [{ regions }, { plans }] = await Promise.all([get("/api/v1/regions"), get("/api/v1/plans")]);
  panel.regions = regions;
  plans.forEach((plan) => panel.titles.set(plan.id, plan.title));
  const kinds = [...new Set(plans.map((plan) => plan.kind))];
  find("#kind", panel.form).append(...kinds.map((kind) => el("option", { value: kind }, kind)));
  fill(find("#plans", panel.form), plans.map(planBox));
  panel.tree = regionTree(find("#regions", panel.form), regions, panel.chosen.region, () => taken(panel));
  show(panel);
}

function planBox(plan) {
  const years = plan.years ? `${plan.years.join("—")}年` : "";
  const where = [plan.region?.full_name ?? "地区未写明", years].filter(Boolean).join(" · ");
  return el("label", {}, el("input", { type: "checkbox", value: plan.id }), el("span", {}, plan.title, " ", el("small", {}, where)));
}

/** What the panel shows becomes what is chosen; before the lists have come they show nothing that counts. */
function taken(panel) {
  const fields = panel.form.elements;
  if (panel.tree) {
    panel.chosen.region = panel.tree.codes();
    panel.chosen.plan = [...panel.form.querySelectorAll("#plans :checked")].map((box) => box.value);
    panel.chosen.kind = fields.kind.value;
  }
  panel.chosen.from = fields.from.value.trim();
  panel.chosen.to = fields.to.value.trim();
  summed(panel);
}

function show(panel) {
  const { chosen, form } = panel;
  form.elements.from.value = chosen.from;
  form.elements.to.value = chosen.to;
  form.elements.kind.value = chosen.kind;
  for (const box of form.querySelectorAll("#plans input")) box.checked = chosen.plan.includes(box.value);
  panel.tree?.choose(chosen.region.map((name) => code(panel.regions, name)));
  summed(panel);
}

/** A link may name a region as people do. */
function code(regions, name) {
  const all = regions.flatMap((region) => [...region.above, region]);
  return all.find((region) => [region.code, region.name, region.full_name].includes(name))?.code ?? name;
}

function summed({ chosen, tree, titles, form }) {
  const years = chosen.from || chosen.to ? [`${chosen.from || "…"}—${chosen.to || "…"}年`] : [];
  const plans = chosen.plan.map((id) => titles.get(id) ?? id);
  const all = [...(tree?.names() ?? chosen.region), ...years, chosen.kind, ...plans].filter(Boolean);
  find("#chosen", form).textContent = all.length ? `：${all.join("、")}` : "：不限";
}
