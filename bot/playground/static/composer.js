// The line to write in: words, slash commands with completion, and global shortcuts.
import { act } from "./api.js";
import { completion } from "./completion.js";
import { h, toast } from "./dom.js";

const drafts = new Map(); // by person and channel: an unsent line survives a look elsewhere
const TALLEST = 180; // px

export function keepDraft(state) {
  const box = document.getElementById("say");
  if (box && state.open) drafts.set(`${state.me} ${state.open}`, box.value);
}

/** Puts words into the line, for the person to send or to change. */
export function typeInto(words) {
  const box = document.getElementById("say");
  box.value = words;
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
    const words = box.value.trim();
    if (!words) return;
    box.value = "";
    grow();
    offers.close();
    const answer = await sent(words);
    if (answer.ok) return;
    const there = document.getElementById("say"); // nothing typed is lost, unless something else was typed meanwhile
    if (there === box && !box.value) typeInto(words);
    else if (there !== box && !drafts.get(`${me} ${channel}`)) drafts.set(`${me} ${channel}`, words);
  }

  function sent(words) {
    if (!words.startsWith("/")) return act("say", { as: me, channel, text: words });
    const [, name, text] = /^(\S+)\s*([\s\S]*)$/.exec(words);
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
    h("div", { class: "shortcuts" }, shortcuts(state), h("span", { class: "hint" }, "Enter sends, Shift+Enter makes a new line")),
  );
}

function shortcuts(state) {
  const run = (each) => act("shortcut", { as: state.me, callback_id: each.callback_id });
  return state.app.shortcuts
    .filter((each) => each.type === "global")
    .map((each) => h("button", { type: "button", class: "link shortcut", title: each.description, onclick: () => run(each) }, h("span", { "aria-hidden": "true" }, "⚡ "), each.name));
}
