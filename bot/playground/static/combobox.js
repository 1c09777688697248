// A typeahead following the ARIA "combobox with listbox popup" pattern: arrows move, Enter or Tab picks, Escape closes.
import { announce, fill, h } from "./dom.js";
import { optionList } from "./option_list.js";

export const UNFINISHED = "Choose from the list, or clear this field.";
const PAUSE = 150; // ms without a keystroke before options are requested

/**
 * o: {id, describedBy, label, placeholder, required, many, chosen: [Option], least: minimum letters before options are
 *     requested, find(text): Promise<[Option]>, changed([Option])}
 */
export function combobox(o) {
  let chosen = [...o.chosen];
  let requested = 0;
  let timer;
  const chips = h("span", { class: "chips" });
  const clear = h("button", { type: "button", class: "plain clear", "aria-label": "Clear", onclick: () => take([]) }, "×");
  const input = h("input", {
    id: o.id,
    type: "text",
    role: "combobox",
    autocomplete: "off",
    spellcheck: "false",
    "aria-autocomplete": "list",
    "aria-expanded": "false",
    "aria-describedby": o.describedBy,
    "aria-required": o.required ? "true" : null,
    "aria-label": o.label,
  });
  const list = optionList(input, { isChosen: (option) => chosen.some((each) => each.value === option.value), pick });

  function draw() {
    const one = o.many ? null : chosen[0];
    input.placeholder = chosen.length ? "" : (o.placeholder ?? "");
    input.value = one ? one.text.text : "";
    clear.hidden = !one;
    fill(chips, o.many ? chosen.map(chip) : []);
    input.setCustomValidity("");
  }

  function chip(option) {
    const remove = () => take(chosen.filter((each) => each !== option));
    const text = option.text.text;
    return h("span", { class: "chip" }, text, h("button", { type: "button", class: "plain", "aria-label": `Remove ${text}`, onclick: remove }, "×"));
  }

  function take(next) {
    requested++; // ignore answers that are still on their way
    clearTimeout(timer);
    chosen = next;
    o.changed(chosen);
    draw();
    input.focus();
    input.dispatchEvent(new Event("change", { bubbles: true }));
    if (o.many && o.least === 0 && list.isOpen()) ask();
    else list.close();
  }

  function pick(option) {
    const others = chosen.filter((each) => each.value !== option.value);
    if (!o.many) take([option]);
    else take(others.length < chosen.length ? others : [...chosen, option]);
  }

  async function ask() {
    const text = input.value.trim();
    if (text.length < o.least) return list.close();
    const mine = ++requested;
    const found = (await o.find(text)) ?? [];
    if (mine !== requested || document.activeElement !== input) return; // a newer request, or the focus has moved on
    list.open(found, text);
    announce(found.length ? `${found.length} ${found.length === 1 ? "option" : "options"}` : "No options");
  }

  function typed() {
    if (!o.many && chosen.length) {
      chosen = [];
      o.changed(chosen);
      clear.hidden = true;
    }
    input.setCustomValidity(input.value.trim() ? UNFINISHED : "");
    clearTimeout(timer);
    timer = setTimeout(ask, PAUSE);
  }

  /** Escape closes only the list, not the form. Tab picks the highlighted option, unless nothing was typed. */
  function key(event) {
    const unfinished = Boolean(input.validationMessage);
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      if (list.isOpen()) list.move(event.key === "ArrowDown" ? 1 : -1);
      else ask();
    } else if (event.key === "Enter" && list.isOpen() && list.marked()) pick(list.marked());
    else if (event.key === "Tab" && !event.shiftKey && unfinished && list.isOpen() && list.marked()) return pick(list.marked());
    else if (event.key === "Escape" && list.isOpen()) {
      event.stopPropagation();
      list.close();
    } else if (event.key === "Backspace" && o.many && !input.value && chosen.length) take(chosen.slice(0, -1));
    else return;
    event.preventDefault();
  }

  input.addEventListener("input", typed);
  input.addEventListener("keydown", key);
  input.addEventListener("focus", () => input.select());
  input.addEventListener("blur", list.close);
  input.addEventListener("click", () => !list.isOpen() && o.least === 0 && ask());
  draw();
  return h("div", { class: `combobox ${o.many ? "many" : ""}` }, chips, input, clear, list.element);
}
