// Forms: of commands, and those that a reply asks for. And the question before something is deleted.

import { Failure, pending, post } from "./api.js";
import { complete } from "./box.js";
import { commands, find, make, say } from "./boot.js";
import { Listbox } from "./listbox.js";

const dialog = find("#dialog");

dialog.addEventListener("click", (event) => {
  if (event.target === dialog || event.target.closest("[data-close]")) dialog.close();
});

/** Open a form that the server rendered; `answered(answer)` does what comes back once it was taken. */
export function ask(html, here, answered) {
  dialog.innerHTML = html; // escaped by the server
  const form = dialog.querySelector("form");
  form.querySelectorAll("[data-complete]").forEach((input) => completing(input, here));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    pending(form.querySelector("[type=submit]"), () => send(form, here, answered));
  });
  open(form.querySelector("input, select"));
}

function open(first) {
  if (!dialog.open) dialog.showModal();
  (first ?? dialog.querySelector("h2")).focus();
}

async function send(form, here, answered) {
  const { action = "", command = "", message } = form.dataset;
  const values = Object.fromEntries(new FormData(form));
  try {
    const answer = await post("/api/submit", here, {
      values,
      action,
      command,
      message: message ? Number(message) : null,
    });
    faults(form, answer.kind === "invalid" ? answer.errors : {});
    if (answer.kind === "invalid") return;
    if (answer.kind !== "form") dialog.close();
    answered(answer);
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    faults(form, { "": error.message });
  }
}

/** Show a sentence at each faulty field, and what belongs to no field below them all. */
function faults(form, errors) {
  const rest = { ...errors };
  for (const field of form.querySelectorAll(".field")) {
    const control = field.querySelector("input, select");
    field.querySelector(".error").textContent = errors[control.name] ?? "";
    control.ariaInvalid = control.name in errors ? "true" : null;
    delete rest[control.name];
  }
  const general = form.querySelector(":scope > .error");
  general.textContent = Object.values(rest).join(" ");
  general.hidden = !general.textContent;
  form.querySelector("[aria-invalid]")?.focus();
}

function completing(input, here) {
  const list = make("ul", { id: `${input.id}-list`, role: "listbox", hidden: true, ariaLabel: say("suggestions") });
  input.after(list);
  input.role = "combobox";
  input.ariaExpanded = "false";
  input.ariaAutoComplete = "list";
  input.setAttribute("aria-controls", list.id);
  const box = new Listbox(input, list, ({ value }) => {
    input.value = value;
  });
  let asking = new AbortController();
  const suggest = async () => {
    asking.abort();
    asking = new AbortController();
    const { signal } = asking;
    const choices = await complete(here, input.dataset.complete, input.dataset.option, input.value, signal);
    if (!signal.aborted) box.show(choices.map(([value, label]) => ({ what: label, about: value, value })));
  };
  input.addEventListener("input", suggest);
  input.addEventListener("click", suggest);
  input.addEventListener("keydown", (event) => {
    if (!box.key(event) && event.key === "ArrowDown") suggest();
  });
}

/** Show all commands; `pick(command)` gets the one that is taken. */
export function list(pick) {
  const items = commands.map((command) => {
    const button = make("button", { type: "button" }, make("span", { className: "what" }, `/${command.name}`));
    if (command.owner) button.append(make("span", { className: "tag" }, say("owner_only")));
    button.append(make("span", { className: "about" }, command.summary));
    button.addEventListener("click", () => {
      dialog.close();
      pick(command);
    });
    return make("li", {}, button);
  });
  const close = make("button", { type: "button" }, say("close"));
  close.dataset.close = "";
  const title = make("h2", { id: "ask-title", tabIndex: -1 }, say("commands"));
  dialog.replaceChildren(make("form", {}, title, make("ul", { className: "commands" }, ...items), make("menu", {}, close)));
  open(dialog.querySelector("li button"));
}

/** Ask whether to delete; `yes` does it. */
export function confirmDelete(yes) {
  const keep = make("button", { type: "button" }, say("keep"));
  keep.dataset.close = "";
  const gone = make("button", { type: "button", className: "bad" }, say("delete"));
  gone.addEventListener("click", () => {
    dialog.close();
    yes();
  });
  const title = make("h2", { id: "ask-title", tabIndex: -1 }, say("delete_title"));
  dialog.replaceChildren(make("form", {}, title, make("p", {}, say("delete_about")), make("menu", {}, keep, gone)));
  open(keep);
}
