// What is being typed, where the cursor stands. Pure.

/**
 * Return what can be completed in the text before the cursor, or null: `kind` is command, option or value, `typed` what
 * there is of it, `start` where it begins in the text.
 */
export function context(text, commands) {
  if (!text.startsWith("/")) return null;
  const [, name, space] = /^\/(\S*)(\s?)/.exec(text);
  if (!space) return { kind: "command", typed: name.toLowerCase(), start: 0 };
  const command = commands.find((one) => one.name === name.toLowerCase());
  if (!command) return null;
  const running = several(text, command);
  if (running) return running;
  const start = begin(text);
  const token = text.slice(start);
  const free = unused(command, text.slice(0, start));
  const [, named, typed] = /^([a-z][a-z0-9_-]*):"?(.*)$/.exec(token) ?? [null, null, token.replace(/^"/, "")];
  if (named) {
    const option = command.options.find((one) => one.name === named);
    return option ? { kind: "value", command, option, typed, start } : null;
  }
  const options = free.filter((one) => one.name.startsWith(typed));
  if (options.length) return { kind: "option", command, options, typed, start };
  return free.length ? { kind: "value", command, option: free[0], typed, start } : null;
}

/** Return an option with its value as it is typed. */
export function written(option, value) {
  return /[\s"]/.test(value) ? `${option}:"${value.replaceAll('"', "")}"` : `${option}:${value}`;
}

/**
 * Return the value under way of an option that takes several words, once it has a space; null otherwise, and where the
 * last word may become the name of another option.
 */
function several(text, command) {
  const last = text.slice(begin(text));
  if (unused(command, text).some((one) => one.name.startsWith(last))) return null;
  const [, before, name, typed] = /^(\/\S+ (?:.* )?)([a-z][a-z0-9_-]*):([^":]* [^":]*)$/.exec(text) ?? [];
  const named = command.options.find((one) => one.name === name && one.several);
  if (named) return { kind: "value", command, option: named, typed, start: before.length };
  const [, head, rest] = /^(\/\S+ )([^":]*\S [^":]*)$/.exec(text) ?? [];
  const first = rest && command.options[0]?.several ? command.options[0] : null;
  return first ? { kind: "value", command, option: first, typed: rest, start: head.length } : null;
}

function begin(text) {
  let start = text.length;
  let quoted = false;
  for (let at = 0; at < text.length; at += 1) {
    if (text[at] === '"') quoted = !quoted;
    if (text[at] === " " && !quoted) start = at + 1;
  }
  return Math.min(start, text.length);
}

function unused(command, before) {
  return command.options.filter((option) => !before.includes(` ${option.name}:`));
}
