// Completion for the message box: commands at the start, people after an @. Arrows move, Enter or Tab picks.
import { fill, h } from "./dom.js";

/** Offers for the text before the caret: {from: where the replaced part starts, offers: [{insert, title, usage, about}]} */
export function offersFor(before, { commands, people }) {
  if (/^\/\S*$/.test(before)) {
    const whole = (each) => each.command === before;
    const fitting = commands.filter((each) => each.command.startsWith(before)).sort((a, b) => whole(b) - whole(a));
    return {
      from: 0,
      offers: fitting.map((each) => ({ insert: `${each.command} `, title: each.command, usage: each.usage_hint, about: each.description })),
    };
  }
  const at = /(?:^|\s)@([\w.-]*)$/.exec(before);
  if (!at) return { from: 0, offers: [] };
  const typed = at[1].toLowerCase();
  const fitting = people.filter((each) => `${each.name} ${each.real_name}`.toLowerCase().split(" ").some((word) => word.startsWith(typed)));
  return {
    from: before.length - at[1].length - 1,
    offers: fitting.map((each) => ({ insert: `@${each.name} `, title: each.real_name, usage: `@${each.name}`, about: each.title })),
  };
}

/** The list above a text box. `known` returns {commands, people}; `key` returns whether it handled a keydown event. */
export function completion(box, known) {
  const list = h("ul", { class: "commands", id: "completion", role: "listbox", "aria-label": "Suggestions", hidden: true });
  let offers = [];
  let from = 0;
  let at = 0;

  function look() {
    const found = offersFor(box.value.slice(0, box.selectionStart), known());
    const exact = found.offers.length === 1 && box.value === found.offers[0].title;
    show(exact ? [] : found.offers, found.from);
  }

  function show(next, start = 0) {
    [offers, from, at] = [next, start, 0];
    list.hidden = !offers.length;
    fill(list, offers.map(entry));
    point();
  }

  function entry(offer, index) {
    return h(
      "li",
      { role: "option", id: `completion-${index}`, onmousedown: (event) => event.preventDefault(), onclick: () => take(offer) },
      h("strong", {}, offer.title),
      h("span", { class: "usage" }, ` ${offer.usage}`),
      h("span", { class: "description" }, offer.about),
    );
  }

  function point() {
    [...list.children].forEach((child, index) => child.setAttribute("aria-selected", String(index === at)));
    if (list.hidden) box.removeAttribute("aria-activedescendant");
    else {
      box.setAttribute("aria-activedescendant", `completion-${at}`);
      list.children[at].scrollIntoView({ block: "nearest" });
    }
  }

  function take(offer) {
    box.setRangeText(offer.insert, from, box.selectionStart, "end");
    show([]);
    box.focus();
    box.dispatchEvent(new Event("input"));
  }

  function key(event) {
    if (list.hidden) return false;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) at = (at + step + offers.length) % offers.length;
    else if (event.key === "Escape") return show([]), true;
    else if (event.key === "Tab" && !event.shiftKey) return take(offers[at]), true;
    else if (event.key === "Enter" && box.value !== offers[at].title) return take(offers[at]), true;
    else return false;
    point();
    return true;
  }

  box.setAttribute("aria-autocomplete", "list");
  box.setAttribute("aria-controls", "completion");
  box.addEventListener("blur", () => show([]));
  return { list, look, key, close: () => show([]) };
}
