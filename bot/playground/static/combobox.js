// A typeahead after the ARIA pattern "combobox with listbox popup": arrows move, Enter takes, Escape closes.
import { fill, h } from "./dom.js";

const PAUSE = 180; // ms without a key before the server is asked

/** o: {id, describedBy, label, placeholder, many, chosen: [Option], least, find(words): Promise<[Option]>, changed([Option])} */
export function combobox(o) {
  let chosen = [...o.chosen];
  let found = [];
  let at = -1;
  let asked = 0;
  let timer;
  const listId = `${o.id}-list`;
  const chips = h("span", { class: "chips" });
  const list = h("ul", { role: "listbox", id: listId, class: "options", hidden: true });
  const input = h("input", {
    id: o.id,
    type: "text",
    role: "combobox",
    autocomplete: "off",
    "aria-autocomplete": "list",
    "aria-expanded": "false",
    "aria-controls": listId,
    "aria-describedby": o.describedBy,
    "aria-invalid": o.invalid ? "true" : null,
    "aria-label": o.label,
    placeholder: o.placeholder,
  });

  function show(open) {
    list.hidden = !open;
    input.setAttribute("aria-expanded", String(open));
    if (!open) input.removeAttribute("aria-activedescendant");
  }

  function drawChips() {
    fill(
      chips,
      chosen.map((option) =>
        h(
          "span",
          { class: "chip" },
          option.text.text,
          h("button", { type: "button", "aria-label": `Remove ${option.text.text}`, onclick: () => take(chosen.filter((each) => each !== option)) }, "×"),
        ),
      ),
    );
    input.hidden = !o.many && chosen.length > 0;
  }

  function take(next) {
    chosen = next;
    o.changed(chosen);
    drawChips();
    show(false);
    if (!input.hidden) input.focus();
    else chips.querySelector("button")?.focus();
  }

  function pick(option) {
    input.value = "";
    take(o.many ? [...chosen.filter((each) => each.value !== option.value), option] : [option]);
  }

  function drawList(words) {
    at = -1;
    fill(
      list,
      found.length
        ? found.map((option, index) =>
            h(
              "li",
              { role: "option", id: `${listId}-${index}`, "aria-selected": "false", onmousedown: (event) => event.preventDefault(), onclick: () => pick(option) },
              option.text.text,
              option.description ? h("span", { class: "description" }, option.description.text) : null,
            ),
          )
        : h("li", { class: "none" }, words ? `No results for “${words}”` : "No options"),
    );
    show(true);
  }

  function move(step) {
    if (!found.length) return;
    at = (at + step + found.length) % found.length;
    [...list.children].forEach((child, index) => child.setAttribute("aria-selected", String(index === at)));
    list.children[at].scrollIntoView({ block: "nearest" });
    input.setAttribute("aria-activedescendant", `${listId}-${at}`);
  }

  async function ask() {
    const words = input.value.trim();
    if (words.length < o.least) return show(false);
    const mine = ++asked;
    const answer = await o.find(words);
    if (mine !== asked) return; // a later question was asked meanwhile
    found = answer ?? [];
    drawList(words);
  }

  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, PAUSE);
  });
  input.addEventListener("focus", () => o.least === 0 && ask());
  input.addEventListener("blur", () => setTimeout(() => show(false), 150));
  input.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown") list.hidden ? ask() : move(1);
    else if (event.key === "ArrowUp") move(-1);
    else if (event.key === "Enter" && !list.hidden && at >= 0) pick(found[at]);
    else if (event.key === "Escape" && !list.hidden) {
      event.stopPropagation();
      show(false);
    } else if (event.key === "Backspace" && !input.value && chosen.length) take(chosen.slice(0, -1));
    else return;
    event.preventDefault();
  });
  drawChips();
  return h("div", { class: "combobox" }, chips, input, list);
}
