// The line to write in: words, slash commands with completion, and global shortcuts.
import { act } from "./api.js";
import { fill, h, toast } from "./dom.js";

const drafts = new Map(); // by person and channel: an unsent line survives a look elsewhere

export function keepDraft(state) {
  const box = document.getElementById("say");
  if (box && state.open) drafts.set(`${state.me} ${state.open}`, box.value);
}

export function drawComposer(page) {
  const { state } = page;
  const open = state.channels.get(state.open);
  const commands = state.app.commands;
  const list = h("ul", { class: "commands", id: "commands", role: "listbox", "aria-label": "Commands", hidden: true });
  let matching = [];
  let at = 0;
  const box = h("textarea", {
    id: "say",
    rows: 1,
    placeholder: `Message ${open.kind === "dm" ? open.name : `#${open.name}`}, or / for commands`,
    "aria-label": `Message ${open.name}`,
    "aria-controls": "commands",
    "aria-autocomplete": "list",
    value: drafts.get(`${state.me} ${state.open}`) ?? "",
  });

  function grow() {
    box.style.height = "auto";
    box.style.height = `${Math.min(box.scrollHeight, 180)}px`;
  }

  function complete() {
    const typed = /^\/\S*$/.test(box.value) ? box.value : null;
    matching = typed === null ? [] : commands.filter((each) => each.command.startsWith(typed));
    at = 0;
    drawList();
  }

  function drawList() {
    list.hidden = !matching.length;
    fill(
      list,
      matching.map((each, index) =>
        h(
          "li",
          { role: "option", id: `command-${index}`, "aria-selected": String(index === at), onmousedown: (event) => event.preventDefault(), onclick: () => choose(each) },
          h("strong", {}, each.command),
          h("span", { class: "usage" }, ` ${each.usage_hint}`),
          h("span", { class: "description" }, each.description),
        ),
      ),
    );
    if (list.hidden) box.removeAttribute("aria-activedescendant");
    else box.setAttribute("aria-activedescendant", `command-${at}`);
  }

  function choose(command) {
    box.value = `${command.command} `;
    matching = [];
    drawList();
    box.focus();
  }

  async function send() {
    const words = box.value.trim();
    if (!words) return;
    box.value = "";
    grow();
    complete();
    const answer = await sent(words);
    if (!answer.ok && !box.value) box.value = words; // nothing typed is lost
  }

  function sent(words) {
    if (!words.startsWith("/")) return act("say", { as: state.me, channel: state.open, text: words });
    const [name, ...rest] = words.split(/\s+/);
    if (!commands.some((each) => each.command === name)) {
      toast(`${name} is not a valid command. Try ${commands.map((each) => each.command).join(" or ")}.`, "trouble");
      return { ok: false };
    }
    return act("command", { as: state.me, channel: state.open, command: name, text: rest.join(" ") });
  }

  box.addEventListener("input", () => {
    grow();
    complete();
  });
  box.addEventListener("keydown", (event) => {
    if (!list.hidden && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
      at = (at + (event.key === "ArrowDown" ? 1 : -1) + matching.length) % matching.length;
      drawList();
    } else if (!list.hidden && (event.key === "Tab" || (event.key === "Enter" && box.value !== matching[at].command))) choose(matching[at]);
    else if (!list.hidden && event.key === "Escape") {
      matching = [];
      drawList();
    } else if (event.key === "Enter" && !event.shiftKey && !event.isComposing) send();
    else return;
    event.preventDefault();
  });

  const shortcuts = state.app.shortcuts.filter((each) => each.type === "global");
  return h(
    "form",
    { class: "composer", onsubmit: (event) => { event.preventDefault(); send(); } },
    list,
    h("div", { class: "composer-row" }, box, h("button", { type: "submit", class: "button primary send", "aria-label": "Send" }, "➤")),
    h(
      "div",
      { class: "shortcuts" },
      shortcuts.map((each) =>
        h("button", { type: "button", class: "shortcut", title: each.description, onclick: () => act("shortcut", { as: state.me, callback_id: each.callback_id }) }, "⚡ ", each.name),
      ),
      h("span", { class: "hint" }, "Enter sends, Shift+Enter makes a new line"),
    ),
  );
}
