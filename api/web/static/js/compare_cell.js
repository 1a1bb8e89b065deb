// What one plan says to one topic: where, in its own words, with the units and deadlines that it names.

import { named, page } from "./cards.js";
import { copyButton } from "./cite.js";
import { el, link, marked } from "./dom.js";

const MOST_SHOWN = 160; // characters of quotes before they are folded

/** The parts of a cell. same: names of other columns of its row whose clause has the same text. */
export function cellParts(cell, same) {
  if (!cell.clause) return [el("p", { class: "nothing" }, cell.text)];
  return [
    el("p", { class: "where" }, link(page(cell.clause.id), {}, place(cell.clause))),
    cell.kind === "silent" && el("p", { class: "lacks" }, el("span", { class: "label" }, "有相关条款"), " ", said(cell)),
    cell.kind === "answered" && direct(cell),
    quotes(cell.citations),
    named(withUnits(cell)),
    lacking(cell),
    same.length > 0 && el("p", { class: "same" }, el("span", { class: "label" }, "同文"), " ", `与${same.join("、")}的条款文字相同`),
    el("p", { class: "actions" }, copyButton(cell.citations.map(({ cited }) => cited).join("\n\n"))),
  ];
}

/** The name of a clause in a line. */
function place(clause) {
  const own = clause.label === clause.heading ? clause.label : clause.label + clause.heading;
  const above = clause.trail.filter((step) => !step.includes("\t")).pop();
  return clause.heading || !above ? own || "打开原文" : `${above} › ${own || "打开原文"}`;
}

/** What is said beside the quotes: 该规划未载明牵头单位. */
function said({ text, citations }) {
  const rest = citations.reduce((left, { quote, n }) => left.replace(`${quote}[${n}]`, ""), text);
  return rest.replaceAll(/\[\d+\]/g, "").replace(/，最接近的条款是：$/, "。");
}

/** The time, number or name asked for, before the sentence that has it; units stand below by their roles. */
function direct({ facts }) {
  const words = [...new Set(facts.filter(({ kind }) => kind !== "unit").map((fact) => fact.words))];
  return words.length > 0 && el("p", { class: "direct" }, el("b", {}, words.join("、")));
}

function quotes(citations) {
  const blocks = citations.map(({ quote, matched, span }) => el("blockquote", { class: "text" }, marked(quote.replaceAll("\t", "｜"), matched, span[0])));
  if (citations.reduce((sum, { quote }) => sum + quote.length, 0) <= MOST_SHOWN) return blocks;
  const passage = el("div", { class: "passage folded" }, blocks);
  const more = el("button", { type: "button", class: "plain", "aria-expanded": "false", on: { click: turn } }, "展开全文");
  function turn() {
    const folded = passage.classList.toggle("folded");
    more.setAttribute("aria-expanded", !folded);
    more.textContent = folded ? "展开全文" : "收起";
  }
  return [passage, el("p", { class: "actions" }, more)];
}

/** The clause with the units that were found for it, where a heading above names them. */
function withUnits({ clause, units }) {
  if (clause.units.length || !units.length) return clause;
  return { ...clause, units: units.map((unit) => ({ ...unit, others: false })), heir_of: null };
}

/** What every cell is looked through for and this clause lacks, but for what is said above already. */
function lacking({ kind, text, clause, units }) {
  const unsaid = kind !== "silent" || !text.includes("单位，");
  const nobody = !clause.units.length && !units.length && !clause.heir_of;
  const lacks = [unsaid && nobody && "单位", !clause.deadlines.length && "时限"].filter(Boolean);
  return lacks.length > 0 && el("p", { class: "faint" }, `本条未写明${lacks.join("、")}`);
}
