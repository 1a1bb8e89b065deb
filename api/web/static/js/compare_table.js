// The matrix: topics as rows, plans as columns. Roles are written out, since the table turns into cards on a phone.

import { write } from "./address.js";
import { cellParts } from "./compare_cell.js";
import { el, link } from "./dom.js";

const MANY = 6; // columns that still fit on a sheet of A4 across

/** The table with the box that it scrolls in. compared: of POST /api/v1/compare. asked: as `address.read` gives it. */
export function matrix({ columns, rows }, asked) {
  const head = el("tr", { role: "row" }, el("th", { role: "columnheader", scope: "col" }, "事项"), columns.map(header));
  const body = rows.map((row) => rowOf(row, columns, asked));
  const table = el(
    "table",
    { role: "table", class: columns.length > MANY ? "matrix many" : "matrix" },
    el("caption", { id: "caption" }, `${rows.length}个事项，${columns.length}列；引文均为规划原文`),
    el("thead", { role: "rowgroup" }, head),
    el("tbody", { role: "rowgroup" }, body),
  );
  return el("div", { class: "scroll", tabindex: "0", role: "region", "aria-labelledby": "caption" }, table);
}

function header({ name, plan }) {
  const title = plan && plan.title !== name && el("small", {}, `《${plan.title}》`);
  return el("th", { role: "columnheader", scope: "col" }, el("b", {}, name), " ", title || (!plan && el("small", {}, "没有收录规划")));
}

function rowOf({ question, cells }, columns, asked) {
  const topic = el("div", { class: "topic" }, link(write({ ...asked, q: question }), {}, question), el("small", {}, counted(cells)));
  return el("tr", { role: "row" }, el("th", { role: "rowheader", scope: "row" }, topic), cells.map((cell, i) => cellOf(cell, i, cells, columns)));
}

/** A cell carries the name of its column for where the head is not in sight. */
function cellOf(cell, i, cells, columns) {
  const same = cells.flatMap((other, j) => (j !== i && other.clause && cell.also_in.includes(other.clause.id) ? [columns[j].name] : []));
  return el("td", { role: "cell", class: cell.kind, "data-column": columns[i].name }, cellParts(cell, same));
}

/** 5份规划：3份有规定，1份未写明所问，1份未涉及. */
function counted(cells) {
  const words = { answered: "有规定", silent: "未写明所问", not_covered: "未涉及" };
  const plans = cells.filter(({ kind }) => kind !== "no_plan").length;
  const parts = Object.entries(words).map(([kind, said]) => [cells.filter((cell) => cell.kind === kind).length, said]);
  const told = parts.filter(([count]) => count).map(([count, said]) => `${count}份${said}`);
  return plans ? `${plans}份规划：${told.join("，")}` : "";
}
