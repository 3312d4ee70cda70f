// The clock and the time control. The time shown is the service's, which may be ahead of ours.

import { Failure, pending, post } from "./api.js";
import { find, make, say } from "./boot.js";

const language = document.documentElement.lang;
const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
const format = (options) => new Intl.DateTimeFormat(language, options);
const full = format({ weekday: "short", month: "short", day: "numeric", hour: "numeric", minute: "2-digit" });
const short = format({ weekday: "short", hour: "numeric", minute: "2-digit" });
const hour = format({ hour: "numeric", minute: "2-digit" });
const date = format({ weekday: "long", month: "short", day: "numeric" });
const day = format({ dateStyle: "short" });

let ahead = 0; // milliseconds between the service's clock and this machine's

/** Return the service's current moment. */
function now() {
  return new Date(Date.now() + ahead);
}

/** Put the moments inside an element into the reader's zone: the time alone for today, else with the date. */
export function localize(element) {
  for (const time of element.querySelectorAll("time")) {
    const at = new Date(time.dateTime);
    time.title = full.format(at);
    time.textContent = (day.format(at) === day.format(now()) ? hour : full).format(at);
  }
}

/** Show what the server says of the time and of what comes next. */
export function show({ now: current, next }) {
  const before = day.format(now());
  ahead = Date.parse(current) - Date.now();
  tick();
  if (day.format(now()) !== before) localize(find("#feed"));
  const items = next.map(({ what, at }) => make("li", {}, what, make("span", {}, full.format(new Date(at)))));
  find("#next").replaceChildren(...(items.length ? items : [make("li", {}, make("span", {}, say("nothing_next")))]));
}

function tick() {
  find("#now").textContent = hour.format(now());
  find("#today").textContent = date.format(now());
  find("#now-short").textContent = short.format(now());
}

/** Begin to tick; `here` returns who is looking, `fail` shows a sentence. */
export function start(here, fail) {
  find("#zone").textContent = zone;
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
