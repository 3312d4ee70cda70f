// The command box: typing, completion, history, sending.

import { Failure, get, pending, post } from "./api.js";
import { commands, find, say } from "./boot.js";
import { context, written } from "./line.js";
import { Listbox } from "./listbox.js";

const input = find("#line");
const fault = find("#fault");
const send = find("#composer .send");
const DRAFT = "draft";
const history = [];

/** Show a sentence above the box; nothing takes it away. */
export function fail(sentence) {
  fault.textContent = sentence;
  fault.hidden = !sentence;
}

/** Empty the box. */
export function clear() {
  input.value = "";
  sessionStorage.removeItem(DRAFT);
}

/** Say who is typing. */
export function typeAs(name) {
  input.placeholder = say("type_as", { name });
}

/** Begin; `here` returns member and channel, `answered(answer)` does what the server answered. */
export function start(here, answered) {
  const list = new Listbox(input, find("#suggestions"), accept);
  let asking = new AbortController();

  function accept({ text, start, suffix }) {
    const after = input.value.slice(input.selectionEnd);
    input.value = input.value.slice(0, start) + text + suffix + after.trimStart();
    const at = start + text.length + suffix.length;
    input.setSelectionRange(at, at);
    input.focus();
    suggest();
  }

  async function suggest() {
    asking.abort();
    asking = new AbortController();
    sessionStorage.setItem(DRAFT, input.value);
    const found = context(input.value.slice(0, input.selectionEnd), commands);
    const { signal } = asking;
    const items = found?.kind === "value" ? await values(found, here(), signal) : fixed(found);
    if (signal.aborted) return;
    list.show(items);
    find("#announcer").textContent = items.length ? say("suggested", { count: items.length }) : "";
  }

  async function run(line) {
    asking.abort();
    list.hide();
    if (!line.trim()) return;
    try {
      const answer = await post("/api/line", here(), { line });
      fail("");
      if (history.at(-1) !== line) history.push(line);
      // A form may be closed again: what was typed stays until it was sent.
      if (answer.kind !== "form" && input.value === line) clear();
      answered(answer, clear);
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      fail(error.message);
    }
  }

  input.value = sessionStorage.getItem(DRAFT) ?? "";
  input.addEventListener("input", suggest);
  input.addEventListener("click", suggest);
  input.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && unfinished(list)) {
      event.preventDefault();
      list.take(0);
    } else if (!list.key(event)) {
      if (event.key === "ArrowDown") suggest();
      if (event.key === "ArrowUp" && !input.value && history.length) {
        event.preventDefault();
        input.value = history.at(-1);
      }
    }
  });
  find("#composer").addEventListener("submit", (event) => {
    event.preventDefault();
    pending(send, () => run(input.value));
  });
}

/** Return whether Enter should complete the name of a command rather than send what is no command yet. */
function unfinished(list) {
  const partial = /^\/(\S+)$/.exec(input.value);
  const whole = partial && commands.some((one) => one.name === partial[1].toLowerCase());
  return list.open && list.active < 0 && partial && !whole;
}

/** Return the suggestions that need no asking: commands, and the options of one. */
function fixed(found) {
  if (!found) return [];
  if (found.kind === "command") {
    const begins = commands.filter((one) => one.name.startsWith(found.typed));
    return begins.map((one) => ({
      what: `/${one.name}`,
      about: one.summary,
      tag: one.owner ? say("owner_only") : "",
      text: `/${one.name}`,
      suffix: one.options.length ? " " : "",
      start: 0,
    }));
  }
  return found.options.map((one) => ({
    what: `${one.name}:`,
    about: one.summary,
    tag: one.required ? say("required") : "",
    text: `${one.name}:`,
    suffix: "",
    start: found.start,
  }));
}

async function values({ command, option, typed, start }, here, signal) {
  const choices = option.complete ? await complete(here, command.name, option.name, typed, signal) : [];
  return choices.map(([value, label]) => ({
    what: label,
    about: value,
    text: written(option.name, value),
    suffix: " ",
    start,
  }));
}

/** Return completions as pairs of value and label; none when asking fails, for typing goes on without them. */
export async function complete(here, command, option, typed, signal) {
  try {
    return (await get("/api/complete", here, { command, option, typed }, signal)).choices;
  } catch {
    return [];
  }
}
