// Requests to the server. A failure becomes a sentence to show.

import { say } from "./boot.js";

/** Something that could not be done; its message is a sentence for the reader. */
export class Failure extends Error {}

/** Return the server's answer to a question about `here` (a member and a channel). */
export function get(path, here, query = {}, signal = undefined) {
  const search = new URLSearchParams({ as: here.me, channel: here.channel, ...query });
  return answer(path + "?" + search, { signal });
}

/** Return the server's answer to something done by a member in a channel. */
export function post(path, here, values) {
  const body = JSON.stringify({ as: here.me, channel: here.channel, ...values });
  return answer(path, { method: "POST", body, headers: { "Content-Type": "application/json" } });
}

async function answer(path, options) {
  let response;
  try {
    response = await fetch(path, options);
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new Failure(say("unreachable"));
  }
  if (response.status === 401) location.reload(); // leads to the login page; drafts are kept
  const data = await response.json().catch(() => null);
  if (!response.ok) throw new Failure(data?.error ?? say("broken"));
  return data;
}

/** Run `work` while a button shows that it waits; further clicks on it do nothing meanwhile. */
export async function pending(button, work) {
  if (button.ariaDisabled === "true") return;
  button.ariaDisabled = "true";
  // Quick answers should not flicker.
  const slow = setTimeout(() => button.toggleAttribute("data-pending", true), 150);
  try {
    await work();
  } finally {
    clearTimeout(slow);
    button.ariaDisabled = null;
    button.removeAttribute("data-pending");
  }
}
