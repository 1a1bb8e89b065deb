// Replacing and removing a plan, each after a question that can be answered by key. Focus returns where it was.

import { fill, find } from "./dom.js";
import { body, facts, hindered, say, sent, single } from "./upload_form.js";

/**
 * Returns {replace, remove}: each asks about a plan ({id, title}). ordered(job, title): what was asked for is a job.
 * most: {bytes, files} of one request. failed: called with what the server refused for.
 */
export function dialogs({ ordered, failed, most }) {
  return { replace: replacing(ordered, failed, most), remove: removing(ordered, failed) };
}

function replacing(ordered, failed, most) {
  const dialog = find("#replace"), form = find("form", dialog), input = find("input[type=file]", form), fields = facts(form);
  return asking(dialog, async (plan) => {
    const files = [...input.files];
    const hindrance = hindered(files, most) || (single(files) ? "" : "替换须用一份文件，不能是 zip。");
    if (hindrance) return say(form, hindrance);
    close(dialog, plan, await sent(form, "PUT", path(plan), body(files, fields), failed), ordered);
  });
}

function removing(ordered, failed) {
  const dialog = find("#remove"), form = find("form", dialog);
  return asking(dialog, async (plan) => close(dialog, plan, await sent(form, "DELETE", path(plan), null, failed), ordered));
}

function path(plan) {
  return `/api/v1/plans/${encodeURIComponent(plan.id)}`;
}

function close(dialog, plan, job, ordered) {
  if (!job) return;
  dialog.close();
  ordered(job, plan.title);
}

/** A way to ask about a plan. confirmed(plan): what is done when the answer is yes. */
function asking(dialog, confirmed) {
  const form = find("form", dialog);
  let plan = null;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    confirmed(plan);
  });
  find("button[value=cancel]", form).addEventListener("click", () => dialog.close());
  return (about) => {
    plan = about;
    form.reset();
    form.querySelectorAll(".told").forEach((line) => fill(line));
    fill(find(".whose", form), `《${plan.title}》（编号 ${plan.id}）`);
    dialog.showModal();
  };
}
