// The comparison page: topics and filters to a matrix, kept in step with the address.

import { conditions, read, write } from "./address.js";
import { post, Problem } from "./api.js";
import { matrix } from "./compare_table.js";
import { topicBox } from "./compare_topics.js";
import { el, fill, find } from "./dom.js";
import { filterPanel } from "./filters.js";
import { exported, lesson, takeaway } from "./kit.js";

const PAGE = "/compare";
const form = find("#compare"), found = find("#found"), status = find("#status");
const topics = topicBox(form), panel = filterPanel(form);
const title = document.title;
let comparing = null, address = "";

form.addEventListener("submit", (event) => {
  event.preventDefault();
  if (!topics.lines().length) return;
  const asked = { ...panel.chosen(), q: topics.lines().join("\n") };
  history.pushState(null, "", write(asked, PAGE));
  compare(asked).then(() => found.scrollIntoView());
});

window.addEventListener("popstate", () => {
  if (location.search !== address) restore();
});
restore();

/** Shows what the address asks for. */
function restore() {
  const asked = read(location.search);
  panel.choose(asked);
  topics.set(asked.q.split("\n").map((line) => line.trim()).filter(Boolean));
  compare(asked);
}

async function compare(asked) {
  comparing?.abort();
  const { signal } = (comparing = new AbortController());
  address = location.search;
  const questions = topics.lines();
  document.title = questions.length ? `${questions.join("、")} · ${title}` : title;
  status.textContent = questions.length ? "正在对照" : "";
  fill(found, questions.length > 0 && el("p", { class: "faint" }, "正在对照……"));
  if (!questions.length) return;
  try {
    const compared = await post("/api/v1/compare", { questions, ...conditions(asked) }, signal);
    show(compared, asked);
  } catch (error) {
    if (error.name !== "AbortError") failed(error, asked);
  }
}

function show(compared, asked) {
  const { columns, rows, more } = compared;
  const questions = rows.map((row) => row.question), given = conditions(asked);
  status.textContent = `对照表：${rows.length}个事项，${columns.length}列`;
  if (!columns.length) {
    fill(found, el("p", { class: "notice" }, "没有可以对照的规划。请放宽“限定范围”后再试。"));
    return;
  }
  fill(
    found,
    el("h2", { class: "visually-hidden" }, "对照表"),
    takeaway("下载这张对照表", exported({ compare: questions, ...given })),
    takeaway("按这些事项编一套讲义（讲义、幻灯片、表格、测验）", [lesson({ topics: questions, ...given })]),
    more > 0 && el("p", { class: "notice" }, `另有${more}份规划与这些事项相距较远，没有列入；要看某地，请在“限定范围”中选定。`),
    matrix(compared, asked),
  );
}

function failed(error, asked) {
  const told = error instanceof Problem ? error.message : "页面出错了，请刷新后重试。";
  if (!(error instanceof Problem)) console.error(error);
  const button = el("button", { type: "button", on: { click: () => compare(asked) } }, "重试");
  status.textContent = "";
  fill(found, el("div", { class: "notice bad", role: "alert" }, el("p", {}, told), el("p", {}, button)));
}
