// The popup of a combobox: the options, which of them is marked, which are chosen.
import { fill, h } from "./dom.js";

/** is: {isChosen(option): bool, pick(option)} */
export function optionList(input, is) {
  const id = `${input.id}-list`;
  // A press on the list, or on its scroll bar, leaves the focus where it is.
  const element = h("ul", { role: "listbox", id, class: "options", hidden: true, onmousedown: (event) => event.preventDefault() });
  let options = [];
  let at = -1;
  input.setAttribute("aria-controls", id);

  function mark(next) {
    at = next;
    const items = [...element.querySelectorAll("[role=option]")];
    items.forEach((item, index) => item.classList.toggle("marked", index === at));
    if (at < 0) return input.removeAttribute("aria-activedescendant");
    items[at].scrollIntoView({ block: "nearest" });
    input.setAttribute("aria-activedescendant", items[at].id);
  }

  function item(option, index) {
    return h(
      "li",
      { role: "option", id: `${id}-${index}`, "aria-selected": String(is.isChosen(option)), onclick: () => is.pick(option) },
      option.text.text,
      option.description ? h("span", { class: "description" }, option.description.text) : null,
    );
  }

  function show(open) {
    element.hidden = !open;
    input.setAttribute("aria-expanded", String(open));
    if (!open) mark(-1);
  }

  return {
    element,
    open(found, words) {
      const before = options[at]?.value;
      options = found;
      fill(element, found.map(item), found.length ? null : h("li", { class: "none" }, words ? `No results for “${words}”` : "No options"));
      show(true);
      const same = found.findIndex((option) => option.value === before);
      mark(same >= 0 ? same : words && found.length ? 0 : -1);
      element.scrollIntoView({ block: "nearest" });
    },
    close: () => show(false),
    isOpen: () => !element.hidden,
    marked: () => options[at],
    move: (step) => options.length && mark((at + step + options.length + (at < 0 && step < 0 ? 1 : 0)) % options.length),
  };
}
