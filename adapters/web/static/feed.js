// The messages of the channel that is open.

import { find, make, say } from "./boot.js";
import { localize } from "./clock.js";

const feed = find("#feed");
const newest = find("#newest");
const NEAR = 120; // pixels from the end that still count as being there

let awaited = 0; // the id of a message to go to once it is here

const byId = (id) => document.getElementById(`m${id}`);
const atEnd = () => feed.scrollHeight - feed.scrollTop - feed.clientHeight < NEAR;

/** Show a channel's messages, or `empty` where there are none. */
export function show(messages, empty) {
  feed.replaceChildren(...messages.map(({ html }) => element(html)));
  if (!messages.length) feed.append(empty);
  feed.querySelectorAll(".quote").forEach(quote);
  newest.hidden = true;
  feed.scrollTop = feed.scrollHeight;
}

/** Take in a new, changed or deleted message of this channel. */
export function take({ id, html, title, private: own }) {
  const old = byId(id);
  if (!html) {
    old?.remove();
    return;
  }
  const message = element(html);
  if (old) {
    carryOver(old, message);
  } else {
    const stay = !atEnd();
    insert(message, id);
    message.classList.add("fresh");
    find("#announcer").textContent = say(own ? "new_private" : "new_message", { title });
    if (stay && awaited !== id) newest.hidden = false;
    else bring(message);
  }
  message.querySelectorAll(".quote").forEach(quote);
  if (awaited === id) bring(message);
}

/** Bring a message into view, now or when it arrives. */
export function goTo(id) {
  awaited = id;
  const message = byId(id);
  if (message) bring(message);
}

/** Show a private card that the server could not keep. */
export function showUnkept(html) {
  document.getElementById("munkept-title")?.closest(".message").remove();
  const message = make("article", { className: "message private" }, make("span", { className: "avatar bot" }));
  message.append(element(html));
  feed.append(message);
  bring(message);
}

function element(html) {
  const template = make("template", { innerHTML: html }); // escaped by the server; scripts in it would not run
  localize(template.content);
  return template.content.firstElementChild;
}

function insert(message, id) {
  feed.querySelector(".empty")?.remove();
  const after = [...feed.children].find((other) => Number(other.dataset.id) > id);
  feed.insertBefore(message, after ?? null);
}

function bring(message) {
  const tall = message.offsetHeight > feed.clientHeight - 2 * parseFloat(getComputedStyle(feed).paddingTop);
  message.scrollIntoView({ block: tall ? "start" : "end" });
  if (message === feed.lastElementChild && !tall) feed.scrollTop = feed.scrollHeight;
  newest.hidden = true;
}

/** Replace a message by its new version, and keep what was chosen but not yet sent, and the focus. */
function carryOver(old, message) {
  const end = atEnd();
  for (const input of old.querySelectorAll("input:checked")) {
    const same = message.querySelector(`input[name="${input.name}"][value="${CSS.escape(input.value)}"]`);
    if (same) same.checked = true;
  }
  for (const select of old.querySelectorAll("select")) {
    const same = message.querySelector(`select[name="${select.name}"]`);
    if (same) same.value = select.value;
  }
  const focused = old.contains(document.activeElement) ? document.activeElement : null;
  old.replaceWith(message);
  if (focused) (twin(focused, message) ?? message).focus({ preventScroll: true });
  if (end) feed.scrollTop = feed.scrollHeight;
}

function twin(focused, message) {
  if (focused.dataset.action) return message.querySelector(`[data-action="${CSS.escape(focused.dataset.action)}"]`);
  if (focused.name) return message.querySelector(`[name="${focused.name}"][value="${CSS.escape(focused.value)}"]`);
  return null;
}

/** Name the message that a reply is about by its title; one that is not here any more has no link. */
function quote(link) {
  const title = byId(link.dataset.quotes)?.querySelector("h3");
  link.hidden = !title;
  if (title) link.textContent = title.textContent;
}

feed.addEventListener("scroll", () => {
  if (atEnd()) newest.hidden = true;
});
newest.addEventListener("click", () => {
  feed.scrollTop = feed.scrollHeight;
  feed.focus({ preventScroll: true });
});
feed.addEventListener("click", (event) => {
  const link = event.target.closest(".quote");
  if (!link) return;
  event.preventDefault();
  const message = byId(link.dataset.quotes);
  message?.scrollIntoView({ block: "start" });
  message?.focus({ preventScroll: true });
});
