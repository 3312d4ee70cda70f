// What the server gave along with the page: its sentences, the declared commands, channels and members.

const boot = JSON.parse(document.querySelector("#boot").textContent);

export const { commands, channels, members } = boot;
export const owner = members.find((member) => member.owner);

/** Return a sentence with its `{placeholders}` filled. */
export function say(name, values = {}) {
  return boot.words[name].replace(/\{(\w+)\}/g, (whole, key) => values[key] ?? whole);
}

/** Return the element for a selector. */
export function find(selector) {
  return document.querySelector(selector);
}

/** Return a new element with properties, and children that are elements or plain text. */
export function make(tag, properties = {}, ...children) {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children);
  return element;
}
