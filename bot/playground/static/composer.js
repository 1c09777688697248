// The message box: text, slash commands with completion, and global shortcuts.
import { act } from "./api.js";
import { completion } from "./completion.js";
import { h, toast } from "./dom.js";

const drafts = new Map(); // by person and channel: an unsent message survives switching away
const TALLEST = 180; // px

export function keepDraft(state) {
  const box = document.getElementById("say");
  if (box && state.open) drafts.set(`${state.me} ${state.open}`, box.value);
}

/** Puts text into the box, to be sent or edited. */
export function typeInto(text) {
  const box = document.getElementById("say");
  box.value = text;
  box.focus();
  box.dispatchEvent(new Event("input"));
}

export function drawComposer(page) {
  const { state } = page;
  const { me, open: channel } = state;
  const open = state.channels.get(channel);
  const to = open.kind === "dm" ? open.name : `#${open.name}`;
  const box = h("textarea", {
    id: "say",
    rows: 1,
    placeholder: `Message ${to}, or / for commands`,
    "aria-label": `Message ${to}`,
    enterkeyhint: "send",
    value: drafts.get(`${me} ${channel}`),
  });
  const offers = completion(box, () => ({ commands: state.app.commands, people: [...state.people.values()].filter((each) => each.name !== "slackbot") }));
  const button = h("button", { type: "submit", class: "send", "aria-label": "Send" }, "➤");

  function grow() {
    box.style.setProperty("height", "auto");
    box.style.setProperty("height", `${Math.min(box.scrollHeight, TALLEST)}px`);
    button.classList.toggle("ready", Boolean(box.value.trim()));
  }

  async function send() {
    const text = box.value.trim();
    if (!text) return;
    box.value = "";
    grow();
    offers.close();
    const answer = await sent(text);
    if (answer.ok) return;
    const current = document.getElementById("say"); // restore the text, unless something else was typed meanwhile
    if (current === box && !box.value) typeInto(text);
    else if (current !== box && !drafts.get(`${me} ${channel}`)) drafts.set(`${me} ${channel}`, text);
  }

  function sent(line) {
    if (!line.startsWith("/")) return act("say", { as: me, channel, text: line });
    const [, name, text] = /^(\S+)\s*([\s\S]*)$/.exec(line);
    if (!state.app.commands.some((each) => each.command === name)) {
      toast(`${name} is not a valid command. Try ${state.app.commands.map((each) => each.command).join(" or ")}.`, { bad: true });
      return { ok: false };
    }
    return act("command", { as: me, channel, command: name, text });
  }

  box.addEventListener("input", () => {
    grow();
    offers.look();
  });
  box.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    if (offers.key(event)) event.preventDefault();
    else if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      send();
    }
  });
  requestAnimationFrame(grow);
  const submitted = (event) => {
    event.preventDefault();
    send();
    box.focus();
  };
  return h(
    "form",
    { class: "composer", "data-place": "composer", onsubmit: submitted },
    offers.list,
    h("div", { class: "composer-row" }, box, button),
    h("div", { class: "shortcuts" }, shortcuts(state), h("span", { class: "hint" }, "Enter to send, Shift+Enter for a new line")),
  );
}

function shortcuts(state) {
  const run = (each) => act("shortcut", { as: state.me, callback_id: each.callback_id });
  return state.app.shortcuts
    .filter((each) => each.type === "global")
    .map((each) => h("button", { type: "button", class: "link shortcut", title: each.description, onclick: () => run(each) }, h("span", { "aria-hidden": "true" }, "⚡ "), each.name));
}
