// The popup of a combobox, on top of everything: the options, the highlighted one, the chosen ones.
import { fill, h } from "./dom.js";

const TALLEST = 300; // px
const ENOUGH = 160; // px: with this much room the list opens below the field
const GAP = 4; // px between the field and the list, and to the edge of the window

/** is: {isChosen(option): bool, pick(option)} */
export function optionList(input, is) {
  const id = `${input.id}-list`;
  // Pressing the list or its scroll bar must not move the focus.
  const element = h("ul", { role: "listbox", id, "aria-label": "Options", class: "options", popover: "manual", onmousedown: (event) => event.preventDefault() });
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

  /** Below the field, or above it where there is more room. */
  function stand() {
    const field = input.parentElement.getBoundingClientRect();
    const under = innerHeight - field.bottom - 2 * GAP;
    const over = field.top - 2 * GAP;
    const up = under < Math.min(element.scrollHeight, ENOUGH) && over > under;
    const put = (name, value) => element.style.setProperty(name, value);
    put("max-height", `${Math.min(TALLEST, up ? over : under)}px`);
    put("left", `${field.left}px`);
    put("width", `${field.width}px`);
    put("top", up ? "auto" : `${field.bottom + GAP}px`);
    put("bottom", up ? `${innerHeight - field.top + GAP}px` : "auto");
  }

  function isOpen() {
    return element.matches(":popover-open");
  }

  function close() {
    if (!isOpen()) return;
    element.hidePopover();
    input.setAttribute("aria-expanded", "false");
    mark(-1);
    removeEventListener("scroll", moved, true);
    removeEventListener("resize", moved);
  }

  function moved(event) {
    if (!input.isConnected) close();
    else if (event.target !== element) stand();
  }

  function open(found, text) {
    const before = options[at]?.value;
    options = found;
    fill(element, found.map(item), found.length ? null : h("li", { class: "none" }, text ? `No results for “${text}”` : "No options"));
    if (!isOpen()) {
      element.showPopover();
      addEventListener("scroll", moved, true);
      addEventListener("resize", moved);
    }
    input.setAttribute("aria-expanded", "true");
    stand();
    const same = found.findIndex((option) => option.value === before);
    mark(same >= 0 ? same : text && found.length ? 0 : -1);
  }

  return {
    element,
    open,
    close,
    isOpen,
    marked: () => options[at],
    move: (step) => options.length && mark((at + step + options.length + (at < 0 && step < 0 ? 1 : 0)) % options.length),
  };
}
