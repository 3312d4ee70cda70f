// A list of suggestions under an input, by mouse and keyboard, as the ARIA combobox pattern has it.

import { make } from "./boot.js";

export class Listbox {
  /** `accept(item)` gets the item taken: `{what, about, tag}` and whatever else it was made with. */
  constructor(input, list, accept) {
    this.input = input;
    this.list = list;
    this.accept = accept;
    this.items = [];
    this.active = -1;
    list.addEventListener("pointerdown", (event) => event.preventDefault()); // the input keeps the focus
    list.addEventListener("click", (event) => {
      const option = event.target.closest("[role=option]");
      if (option) this.take([...list.children].indexOf(option));
    });
    input.addEventListener("blur", () => this.hide());
  }

  get open() {
    return !this.list.hidden;
  }

  /** Show items. One that was active stays so: an answer that comes late must not undo a key that was pressed. */
  show(items) {
    const active = this.items[this.active]?.what;
    this.items = items;
    this.active = -1;
    this.list.replaceChildren(...items.map((item, at) => this.option(item, at)));
    this.list.hidden = items.length === 0;
    this.input.ariaExpanded = String(items.length > 0);
    this.input.removeAttribute("aria-activedescendant");
    const still = items.findIndex((item) => item.what === active);
    if (still >= 0) this.activate(still);
  }

  hide() {
    this.show([]);
  }

  option({ what, about, tag }, at) {
    const option = make("li", { id: `${this.list.id}-${at}`, role: "option", ariaSelected: "false" });
    option.append(make("span", { className: "what" }, what));
    if (about && about !== what) option.append(make("span", { className: "about" }, about));
    if (tag) option.append(make("span", { className: "tag" }, tag));
    return option;
  }

  /** Move the active option up or down, around the ends. */
  move(by) {
    const count = this.items.length;
    this.list.children[this.active]?.setAttribute("aria-selected", "false");
    this.activate(this.active < 0 && by < 0 ? count - 1 : (this.active + by + count) % count);
  }

  activate(at) {
    this.active = at;
    const option = this.list.children[at];
    option.setAttribute("aria-selected", "true");
    option.scrollIntoView({ block: "nearest" });
    this.input.setAttribute("aria-activedescendant", option.id);
  }

  take(at) {
    const item = this.items[at];
    this.hide();
    this.accept(item);
  }

  /** Handle a key; return whether it was meant for the list. */
  key(event) {
    if (!this.open) return false;
    if (event.key === "ArrowDown") this.move(1);
    else if (event.key === "ArrowUp") this.move(-1);
    else if (event.key === "Escape") this.hide();
    else if (event.key === "Enter" && this.active >= 0) this.take(this.active);
    else if (event.key === "Tab" && !event.shiftKey) this.take(Math.max(this.active, 0));
    else return false;
    event.preventDefault();
    event.stopPropagation();
    return true;
  }
}
