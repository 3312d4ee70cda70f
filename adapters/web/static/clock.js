// The clock and the time control. The time shown is the service's, which may be ahead of ours, and it is the time of the
// group: members think of its question at its hour, wherever their browser is.

import { Failure, pending, post } from "./api.js";
import { find, make, say } from "./boot.js";

const language = document.documentElement.lang;
const own = Intl.DateTimeFormat().resolvedOptions().timeZone;
const STYLES = {
  full: { weekday: "short", month: "short", day: "numeric", hour: "numeric", minute: "2-digit" },
  short: { weekday: "short", hour: "numeric", minute: "2-digit" },
  hour: { hour: "numeric", minute: "2-digit" },
  date: { weekday: "long", month: "short", day: "numeric" },
  day: { dateStyle: "short" },
};

let ahead = 0; // milliseconds between the service's clock and this machine's
let place; // returns who is looking, and where
let zone; // the one that times are told in
let written; // how a moment is written in it, by the names of the styles

/** Tell times in a zone. A browser may be older than the zone's name; then its own zone is told, and named. */
function tellIn(wanted) {
  zone = knows(wanted) ? wanted : own;
  written = {};
  for (const [name, style] of Object.entries(STYLES)) {
    written[name] = new Intl.DateTimeFormat(language, { ...style, timeZone: zone }).format;
  }
  find("#zone").textContent = say("times_of", { zone });
}

function knows(name) {
  try {
    new Intl.DateTimeFormat(language, { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

/** Return the service's current moment. */
function now() {
  return new Date(Date.now() + ahead);
}

/** Put the moments inside an element into the zone told: the time alone for today, else with the date. */
export function localize(element) {
  for (const time of element.querySelectorAll("time")) {
    const at = new Date(time.dateTime);
    time.title = written.full(at);
    time.textContent = written.day(at) === written.day(now()) ? written.hour(at) : time.title;
  }
}

/** Show what the server says of the time, in the open channel's zone, else the first group's, and of what comes next. */
export function show({ now: current, zones, next }) {
  const today = () => zone + written.day(now());
  const before = today();
  ahead = Date.parse(current) - Date.now();
  tellIn(zones[place().channel] ?? Object.values(zones)[0] ?? own);
  tick();
  if (today() !== before) localize(find("#feed"));
  const items = next.map((one) => {
    const moments = one.zone === zone ? [one.when] : [one.when, one.zone];
    return make("li", {}, one.what, ...moments.map((said) => make("span", {}, said)));
  });
  find("#next").replaceChildren(...(items.length ? items : [make("li", {}, make("span", {}, say("nothing_next")))]));
}

function tick() {
  find("#now").textContent = written.hour(now());
  find("#today").textContent = written.date(now());
  find("#now-short").textContent = written.short(now());
}

/** Begin to tick; `here` returns who is looking, `fail` shows a sentence. */
export function start(here, fail) {
  place = here;
  tellIn(own);
  setInterval(tick, 1_000);
  for (const button of document.querySelectorAll("[data-step]")) {
    button.addEventListener("click", () =>
      pending(button, async () => {
        find("#announcer").textContent = say("moving");
        try {
          show(await post("/api/time", here(), { by: button.dataset.step }));
          fail("");
        } catch (error) {
          if (!(error instanceof Failure)) throw error;
          fail(error.message);
        }
      }),
    );
  }
}
