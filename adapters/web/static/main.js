// Puts the page together: who looks at which channel, and what happens when something is pressed.

import { Failure, get, pending, post } from "./api.js";
import { channels, commands, find, make, members, owner, say } from "./boot.js";
import * as box from "./box.js";
import * as clock from "./clock.js";
import * as dialog from "./dialog.js";
import * as feed from "./feed.js";
import { Stream } from "./stream.js";
import { seen, unread } from "./seen.js";

const sidebar = find("#sidebar");
const here = { me: owner.id, channel: channels[0].id };
const where = () => ({ ...here });
const stream = new Stream({ message: arrived, clock: clock.show }, status);

let fading = 0;

function status(sentence, fine = false) {
  const line = find("#status");
  clearTimeout(fading);
  line.textContent = sentence;
  line.classList.toggle("fine", fine);
  if (fine) fading = setTimeout(() => status(""), 3_000);
}

// Where we are

function readAddress() {
  const query = new URLSearchParams(location.search);
  const me = members.find((member) => member.id === query.get("as")) ?? owner;
  const wanted = query.get("channel") ?? channels[0].id;
  here.me = me.id;
  const known = channels.some((channel) => channel.id === wanted);
  if (wanted[0] === "@") here.channel = `@${me.id}`;
  else here.channel = known ? wanted : channels[0].id;
}

function move(to) {
  if (here.channel[0] === "@" && to.me) here.channel = `@${to.me}`;
  Object.assign(here, to);
  window.history.pushState(null, "", "?" + new URLSearchParams({ as: here.me, channel: here.channel }));
  return load();
}

async function load() {
  const asked = where();
  showPlace();
  try {
    const state = await get("/api/state", asked);
    if (asked.me !== here.me || asked.channel !== here.channel) return;
    clock.show(state.clock);
    feed.show(state.messages, empty());
    seen(here.me, here.channel, state.messages.at(-1)?.id ?? 0);
    for (const [channel, id] of Object.entries(state.newest)) mark(channel, unread(here.me, channel, id));
    mark(here.channel, false);
    stream.follow(here.me, state.version);
    status("");
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    status(error.message);
    setTimeout(load, 3_000);
  }
}

function showPlace() {
  const me = members.find((member) => member.id === here.me);
  const channel = channels.find((one) => one.id === here.channel);
  find(`#members [value="${me.id}"]`).checked = true;
  find("#me").textContent = say(me.owner ? "you_are_owner" : "you_are", { name: me.name });
  find("#channel-name").textContent = channel ? `# ${channel.id}` : say("direct");
  find("#channel-about").textContent = channel ? channel.about : say("direct_about");
  document.title = `${channel ? `#${channel.id}` : say("direct")} · Studybot`;
  box.typeAs(me.name);
  for (const button of document.querySelectorAll(".channel")) {
    button.ariaCurrent = channelOf(button) === here.channel ? "page" : null;
  }
}

function channelOf(button) {
  return button.dataset.channel === "@" ? `@${here.me}` : button.dataset.channel;
}

function mark(channel, news) {
  const button = [...document.querySelectorAll(".channel")].find((one) => channelOf(one) === channel);
  button.classList.toggle("news", news);
  button.querySelector(".unread").hidden = !news;
  const name = button.querySelector(".name").textContent;
  button.ariaLabel = news ? say("unread", { channel: name }) : null;
  find("#sidebar-open .dot").hidden = !document.querySelector(".channel.news");
}

function empty() {
  const icon = make("img", { src: "/static/icon.svg", alt: "", width: 72, height: 72 });
  if (here.channel[0] === "@") return make("div", { className: "empty" }, icon, make("p", {}, say("empty_direct")));
  const about = make("div", { className: "empty" }, icon, make("h2", {}, say("empty_title")));
  const setup = commands.find((command) => command.name === "setup");
  const button = make("button", { type: "button", className: "primary" });
  if (!setup) {
    about.append(make("p", {}, say("empty_plain")));
  } else if (here.me === owner.id) {
    button.textContent = say("empty_run");
    button.addEventListener("click", () => pending(button, () => run(setup)));
    about.append(make("p", {}, say("empty_owner")), button);
  } else {
    button.textContent = say("empty_switch", { owner: owner.name });
    button.addEventListener("click", () => move({ me: owner.id }));
    about.append(make("p", {}, say("empty_member", { owner: owner.name })), button);
  }
  return about;
}

// What happens

function arrived(message) {
  if (message.channel === here.channel) {
    feed.take(message);
    seen(here.me, here.channel, message.id);
  } else if (message.html && unread(here.me, message.channel, message.id)) {
    mark(message.channel, true);
  }
}

function answered(answer, done = () => {}) {
  if (answer.kind === "form") {
    dialog.ask(answer.html, where(), (next) => answered(next, done));
    return;
  }
  done();
  if (answer.kind === "sent") feed.goTo(answer.id);
  if (answer.kind === "unkept") feed.showUnkept(answer.html);
  if (answer.kind === "invalid") box.fail(Object.values(answer.errors).join(" "));
}

async function attempt(work) {
  try {
    const answer = await work();
    box.fail("");
    answered(answer);
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    box.fail(error.message);
  }
}

function run(command) {
  return attempt(() => post("/api/line", where(), { line: `/${command.name}` }));
}

function choose(command) {
  if (!command.options.length) return run(command);
  return attempt(() => get("/api/form", where(), { command: command.name }));
}

const messageOf = (element) => Number(element.closest(".message").dataset.id);

find("#feed").addEventListener("click", (event) => {
  const button = event.target.closest("button[data-action]");
  const gone = event.target.closest("[data-delete]");
  if (button) {
    const { action } = button.dataset;
    pending(button, () => attempt(() => post("/api/press", where(), { message: messageOf(button), action })));
  } else if (gone) {
    const message = messageOf(gone);
    dialog.confirmDelete(() => attempt(() => post("/api/delete", where(), { message })));
  }
});

find("#feed").addEventListener("submit", (event) => {
  event.preventDefault();
  const form = event.target;
  const { action, least, most } = form.dataset;
  const chosen = [...new FormData(form).values()].filter(Boolean);
  if (chosen.length < Number(least) || chosen.length > Number(most)) {
    box.fail(form.querySelector(".count")?.textContent ?? say("choose_some"));
    return;
  }
  const message = messageOf(form);
  pending(event.submitter, () => attempt(() => post("/api/press", where(), { message, action, chosen })));
});

find("#all-commands").addEventListener("click", () => dialog.list(choose));
find("#members").addEventListener("change", (event) => move({ me: event.target.value }));
for (const button of document.querySelectorAll(".channel")) {
  button.addEventListener("click", () => {
    drawer(false);
    move({ channel: channelOf(button) });
  });
}
addEventListener("popstate", () => {
  readAddress();
  load();
});

// The sidebar on a phone

function drawer(open) {
  const opener = find("#sidebar-open");
  if (sidebar.classList.contains("open") === open) return;
  sidebar.classList.toggle("open", open);
  find("#shade").hidden = !open;
  find("main").inert = open;
  opener.ariaExpanded = String(open);
  (open ? find("#sidebar-close") : opener).focus();
}

find("#sidebar-open").addEventListener("click", () => drawer(true));
find("#sidebar-close").addEventListener("click", () => drawer(false));
find("#shade").addEventListener("click", () => drawer(false));
sidebar.addEventListener("keydown", (event) => event.key === "Escape" && drawer(false));
matchMedia("(max-width: 800px)").addEventListener("change", () => drawer(false));

readAddress();
clock.start(where, box.fail);
box.start(where, answered);
await load();
if (matchMedia("(hover: hover)").matches) find("#line").focus();
