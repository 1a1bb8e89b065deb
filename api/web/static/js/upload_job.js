// A job from its order to its end: a card that tells how far it is, what became of each file, and how it was read.

import { follow, Problem, request } from "./api.js";
import { el, fill, link } from "./dom.js";
import { headers } from "./upload_key.js";
import { showReport } from "./upload_report.js";
import { told } from "./upload_send.js";

const KINDS = { add: "收录", replace: "替换", remove: "移除", inspect: "读取" };
const AGAIN = 1500; // milliseconds before a stream that broke off is asked for again

/** Whether there is nothing more to come of it. */
export function ended(job) {
  return !["waiting", "running"].includes(job.state);
}

/** The jobs that are under way. Problem where the key is not enough. */
export async function underWay() {
  const response = await request("/api/v1/jobs", { headers: headers() });
  return (await response.json()).jobs.filter((job) => !ended(job));
}

/**
 * Shows a job in `container` until its end, after which `changed` is awaited where the plans are others.
 * page: {changed, ids, opening} of the list of plans. title: of the plan that is replaced or removed.
 */
export async function watch(container, job, page, title = "") {
  const before = new Set(page.ids());
  const card = cardOf(job, title);
  container.prepend(card.whole);
  try {
    for await (const state of states(job.id)) card.show((job = state));
    if (job.state === "done" && job.kind !== "inspect") await page.changed();
    card.end(job, before, page.opening);
  } catch (error) {
    card.fail(told(error));
  }
}

/** What the job is, again and again, last how it ended. */
async function* states(id) {
  for (;;) {
    try {
      for await (const { data } of follow(`/api/v1/jobs/${id}/events`, { headers: headers() })) {
        yield data;
        if (ended(data)) return;
      }
    } catch (error) {
      if (!(error instanceof Problem) || error.status) throw error;
    }
    await new Promise((go) => setTimeout(go, AGAIN));
  }
}

function cardOf(job, title) {
  const what = title || (job.files.length > 2 ? `${job.files[0]}等${job.files.length}份` : job.files.join("、")) || job.plan;
  const status = el("p", { role: "status" }, "排队等候");
  const bar = el("progress", { "aria-label": "处理进度" }), count = el("span", { class: "faint" });
  const said = el("p", { class: "told", role: "alert" });
  const cancel = el("button", { type: "button", class: "plain", on: { click: cancelling } }, "取消");
  const going = el("p", { class: "actions" }, bar, count, cancel);
  const whole = el("article", { class: "card job", tabindex: "-1", "aria-label": `${KINDS[job.kind]}：${what}` }, el("h2", {}, `${KINDS[job.kind]}：${what}`), status, going, said);

  async function cancelling() {
    cancel.disabled = true;
    await request(`/api/v1/jobs/${job.id}`, { method: "DELETE", headers: headers() }).catch((error) => fill(said, told(error)));
  }
  function show({ state, stage, done, total, stopping }) {
    const words = state === "waiting" ? "排队等候" : stopping ? "正在取消" : stage || "正在处理";
    if (status.textContent !== words) status.textContent = words;
    if (total) [bar.max, bar.value] = [total, done];
    else bar.removeAttribute("value");
    count.textContent = total ? `${done}/${total}` : done ? `${done}` : "";
  }
  function end(last, before, opening) {
    going.remove();
    whole.classList.add(last.state);
    status.textContent = { done: "完成", cancelled: "已取消，没有改动", failed: "没有完成，没有改动", broken: "中断" }[last.state];
    if (last.error && !last.result) fill(said, last.error.detail);
    if (last.result) whole.append(el("ul", { class: "outcomes" }, last.result.files.map((file) => outcome(last, file, before, opening))));
  }
  function fail(words) {
    going.remove();
    status.textContent = "进度不明";
    fill(said, words);
  }
  return { whole, show, end, fail };
}

/** What became of one file. before: ids of the plans that there were. */
function outcome(job, file, before, opening) {
  const address = file.plan && job.kind !== "inspect" && opening(file.plan);
  return el(
    "li",
    {},
    el("p", {}, el("span", { class: `label ${file.plan ? "good" : "bad"}` }, became(job.kind, file, before)), ` ${file.name}`),
    file.note && el("p", {}, file.note),
    file.summary && el("p", { class: "faint" }, summed(file.summary)),
    el("p", { class: "actions" }, file.report && reportButton(job, file), address && link(address, {}, "阅读条款"), address && link(`/?plan=${encodeURIComponent(file.plan)}`, {}, "在其中提问")),
  );
}

function became(kind, file, before) {
  if (kind === "remove") return "已移除";
  if (!file.plan) return kind === "inspect" ? "读不成" : "未收录";
  if (kind === "inspect") return "读得成";
  if (kind === "replace") return "已替换";
  return before.has(file.plan) ? "已有" : "已收录";
}

function summed({ clauses, units, repairs, dropped, doubts }) {
  return `条款${clauses}条，写明单位${units}处，修复${repairs}处，略去${dropped}行，存疑${doubts}处`;
}

function reportButton(job, file) {
  const said = el("span", { class: "told", role: "alert" });
  const open = () => showReport(job.id, file).catch((error) => fill(said, told(error)));
  return [el("button", { type: "button", on: { click: open } }, "读取报告"), said];
}
