// Sends files and says how far they have come, which fetch cannot; and words what the server has against them.

import { Problem, refused } from "./api.js";
import { headers } from "./upload_key.js";

const OFF = "本服务没有开放上传，请联系管理员。";
const BROKE_OFF = "发送中断。请检查网络；若文件在选择后有改动，请重新选择再传。";
const BY_STATUS = {
  401: "密钥不对，或者已停用、到期。请核对后重新填写。",
  405: OFF,
  413: "文件过大，请拆分或分批上传。",
};

/** The job that a request was answered with. progress(part): of the body, 0 to 1, as it goes. Problem. */
export function send(method, path, form, progress) {
  return new Promise((done, failed) => {
    const call = new XMLHttpRequest();
    call.open(method, path);
    for (const [name, value] of Object.entries({ Accept: "application/json", ...headers() })) call.setRequestHeader(name, value);
    call.upload.addEventListener("progress", ({ loaded, total }) => total && progress(loaded / total));
    call.addEventListener("load", () => answered(call).then(done, failed));
    call.addEventListener("error", () => failed(new Problem(BROKE_OFF)));
    call.send(form);
  });
}

async function answered(call) {
  const wait = call.getResponseHeader("Retry-After");
  const response = new Response(call.response, { status: call.status, headers: wait ? { "Retry-After": wait } : {} });
  if (!response.ok) throw await refused(response);
  return response.json();
}

/** What a reader is told of an error. */
export function told(error) {
  if (!(error instanceof Problem)) {
    console.error(error);
    return "页面出错了，请刷新后重试。";
  }
  if (error.problem.type?.endsWith("/key-read-only")) return "这个密钥只能阅读和提问，请填写 admin 权限的密钥。";
  if (error.status === 404 && !error.problem.type) return OFF;
  return BY_STATUS[error.status] ?? error.message;
}

/** Whether another key would help. */
export function lacksKey(error) {
  return error.status === 401 || Boolean(error.problem?.type?.endsWith("/key-read-only"));
}
