// Posting commands: the session cookie says who, the token in the page says that it was this page.

const API = "/api/v1";
const PATIENCE_MS = 8000;

export class Problem extends Error {
  constructor(detail, code) {
    super(detail);
    this.code = code;
  }
}

export class NoConnection extends Error {}

export class SignedOut extends Error {}

export function csrfToken() {
  return document.querySelector('meta[name="csrf-token"]')?.content ?? "";
}

export async function post(path, body = {}) {
  const answer = await ask(API + path, {
    method: "POST",
    headers: {
      "Content-Type": "application/json",
      "Accept": "application/json, application/problem+json",
      "Accept-Language": document.documentElement.lang,
      "X-CSRFToken": csrfToken(),
    },
    body: JSON.stringify(body),
  });
  return answer.status === 204 ? null : answer.json();
}

// A piece of the page as the server draws it now; the same words, roles and formats as the first.
export async function fragment(address) {
  const answer = await ask(address, { headers: { "X-Requested-With": "fetch" } });
  return answer.text();
}

async function ask(address, options) {
  let answer;
  try {
    answer = await fetch(address, {
      credentials: "same-origin",
      redirect: "manual",
      cache: "no-store",
      signal: AbortSignal.timeout(PATIENCE_MS),
      ...options,
    });
  } catch (cause) {
    throw new NoConnection("no answer", { cause });
  }
  if (answer.type === "opaqueredirect" || answer.status === 401) throw new SignedOut("signed out");
  if (answer.status >= 502 && answer.status <= 504) throw new NoConnection(`status ${answer.status}`);
  if (!answer.ok) throw await problemOf(answer);
  return answer;
}

async function problemOf(answer) {
  const document = await answer.json().catch(() => ({}));
  return new Problem(document.detail ?? document.title ?? "", document.code ?? "");
}
