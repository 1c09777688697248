// A typeahead after the ARIA pattern "combobox with listbox popup": arrows move, Enter or Tab takes, Escape closes.
import { announce, fill, h } from "./dom.js";
import { optionList } from "./option_list.js";

export const UNFINISHED = "Choose from the list, or empty this field.";
const PAUSE = 150; // ms without a key before options are looked for

/**
 * o: {id, describedBy, label, placeholder, required, many, chosen: [Option], least: letters before options are looked
 *     for, find(words): Promise<[Option]>, changed([Option])}
 */
export function combobox(o) {
  let chosen = [...o.chosen];
  let asked = 0;
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
    const words = option.text.text;
    return h("span", { class: "chip" }, words, h("button", { type: "button", class: "plain", "aria-label": `Remove ${words}`, onclick: remove }, "×"));
  }

  function take(next) {
    asked++; // answers still on their way come too late
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
    const words = input.value.trim();
    if (words.length < o.least) return list.close();
    const mine = ++asked;
    const found = (await o.find(words)) ?? [];
    if (mine !== asked || document.activeElement !== input) return; // asked again, or gone elsewhere, meanwhile
    list.open(found, words);
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

  /** Escape closes the list only, not the form. Tab takes what is marked, unless nothing was typed. */
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
