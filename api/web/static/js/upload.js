// The part of the page of plans that changes them: the key, the files, and the jobs that come of them.

import { el, find } from "./dom.js";
import { dialogs } from "./upload_dialogs.js";
import { body, facts, hindered, say, sent, single } from "./upload_form.js";
import { underWay, watch } from "./upload_job.js";
import { forget, headers, hold } from "./upload_key.js";
import { picker } from "./upload_picked.js";
import { lacksKey, told } from "./upload_send.js";

const manage = find("#manage"), keyForm = find("#key"), form = find("#upload"), jobs = find("#jobs"), using = find("#using");
const most = { bytes: Number(manage.dataset.mostBytes), files: Number(manage.dataset.mostFiles) };
const held = () => Object.keys(headers()).length > 0;

/** Makes it work. page: {changed, ids, opening} of the list. Returns what puts the buttons on the cards of the list. */
export function enliven(page) {
  const watched = (job, title) => watch(jobs, job, page, title);
  const ordered = (job, title) => {
    watched(job, title);
    jobs.firstElementChild.focus();
  };
  const ask = dialogs({ ordered, failed, most });
  uploading(ordered);
  keyForm.addEventListener("submit", (event) => {
    event.preventDefault();
    unlock(watched);
  });
  find("#forget").addEventListener("click", () => {
    forget();
    open();
    find("#secret").focus();
  });
  manage.addEventListener("toggle", () => manage.open && enter(watched), { once: true });
  return (cards) => cards.forEach((card) => find(".actions", card).append(...buttons(card, ask)));
}

function buttons(card, ask) {
  const name = find("h3", card), plan = { id: card.dataset.id, title: find("a", name).textContent };
  const button = (words, asked) => el("button", { type: "button", class: "plain change", "aria-describedby": name.id, on: { click: () => asked(plan) } }, words);
  return [button("替换", ask.replace), button("移除", ask.remove)];
}

/** The first look: who needs no key, or has one in this tab, sees what is under way. */
async function enter(watched) {
  if (!held() && !manage.dataset.admin) return open();
  try {
    for (const job of (await underWay()).reverse()) watched(job);
    open(true);
  } catch (error) {
    failed(error);
    if (!lacksKey(error)) say(keyForm, told(error));
  }
}

/** may: whether plans may be changed; else what is needed is said. */
function open(may = Boolean(manage.dataset.admin)) {
  manage.classList.toggle("may", may);
  keyForm.hidden = may;
  form.hidden = !may;
  using.hidden = !may || !held();
}

/** A key that is not, or no longer, good is asked for anew. */
function failed(error) {
  if (!lacksKey(error)) return;
  forget();
  open(false);
  say(keyForm, told(error));
}

async function unlock(watched) {
  const secret = find("#secret");
  say(keyForm, "");
  if (!hold(secret.value.trim(), find("#keep").checked)) return say(keyForm, "密钥只含字母、数字和 _，请核对后重新填写。");
  try {
    for (const job of (await underWay()).reverse()) watched(job);
  } catch (error) {
    forget();
    return say(keyForm, told(error));
  }
  secret.value = "";
  open(true);
  find("#files").focus();
}

function uploading(ordered) {
  const fields = facts(form);
  const picked = picker((files) => {
    fields.disabled = files.length > 0 && !single(files);
    say(form, "");
  });
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const hindrance = hindered(picked.files(), most);
    if (hindrance) return say(form, hindrance);
    const path = event.submitter?.value === "inspect" ? "/api/v1/plans?dry_run=true" : "/api/v1/plans";
    const job = await sent(form, "POST", path, body(picked.files(), fields), failed);
    if (!job) return;
    if (job.kind === "add") {
      form.reset();
      picked.empty();
    }
    ordered(job);
  });
}
