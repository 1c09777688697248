// One message: author, time, card or text, files, and its menu.
import { act } from "./api.js";
import { drawBlocks } from "./blocks.js";
import { clock, h, isoTime, uniqueId } from "./dom.js";
import { mrkdwn } from "./mrkdwn.js";
import { avatar } from "./sidebar.js";

export function drawMessage(msg, follows, page) {
  const { state } = page;
  const person = state.people.get(msg.user);
  const name = person?.real_name ?? msg.user;
  if (msg.joined) return h("div", { class: "system", "data-place": msg.ts }, mrkdwn(msg.text, state.people));
  return h(
    "article",
    {
      class: `message ${follows ? "follows" : ""} ${msg.ephemeral ? "ephemeral" : ""}`,
      "data-place": msg.ts,
      tabindex: "-1",
      "aria-label": `${name}, ${clock(msg.ts)}`,
    },
    follows ? h("time", { class: "gutter", datetime: isoTime(msg.ts), "aria-hidden": "true" }, clock(msg.ts).replace(/\s?[AP]M$/i, "")) : avatar(person),
    h(
      "div",
      { class: "body" },
      more(msg, state),
      msg.ephemeral ? onlyYou(msg, state) : null,
      follows ? null : by(msg, person, name),
      msg.blocks.length ? h("div", { class: "blocks" }, drawBlocks(msg.blocks, place(msg, state))) : text(msg, state),
      msg.files.map((file) => fileLink(file, state.me)),
    ),
  );
}

/** The message as plain text, without markup. */
export function plainText(msg, people) {
  return h("div", {}, mrkdwn(msg.text, people)).textContent;
}

function place(msg, state) {
  const message = { as: state.me, channel: state.open, ts: msg.ts };
  return {
    people: state.people,
    me: state.me,
    heading: "h2",
    press: (block_id, element) => act("press", { ...message, block_id, action: element }),
    suggest: (block_id, action_id, typed) => act("suggest", { ...message, block_id, action_id, words: typed }),
  };
}

function by(msg, person, name) {
  return h(
    "div",
    { class: "by" },
    h("strong", {}, name),
    person?.is_bot ? h("span", { class: "tag" }, "App") : null,
    h("time", { datetime: isoTime(msg.ts) }, clock(msg.ts)),
  );
}

function text(msg, state) {
  if (!msg.text) return null;
  const edited = msg.edited ? h("span", { class: "edited" }, " (edited)") : null;
  return h("div", { class: "mrkdwn passage" }, mrkdwn(msg.text, state.people), edited);
}

function onlyYou(msg, state) {
  const dismiss = () => act("dismiss", { as: state.me, channel: state.open, ts: msg.ts });
  return h("div", { class: "only-you" }, "Only visible to you · ", h("button", { type: "button", class: "link", onclick: dismiss }, "Dismiss"));
}

function fileLink(file, me) {
  const size = `${Math.max(1, Math.round(file.size / 1024))} KB`;
  return h(
    "a",
    { class: "file", href: `${file.url}?as=${encodeURIComponent(me)}`, download: file.name },
    h("span", { class: "file-icon", "aria-hidden": "true" }, "📄"),
    h("span", { class: "file-words" }, h("strong", {}, file.title || file.name), h("span", {}, `${file.name.split(".").at(-1).toUpperCase()} · ${size} · Download`)),
  );
}

/** The message shortcuts, under "More actions". */
function more(msg, state) {
  const shortcuts = state.app.shortcuts.filter((each) => each.type === "message");
  if (!shortcuts.length || msg.ephemeral) return null;
  const id = uniqueId("menu");
  const menu = h("div", { class: "popup", id, hidden: true });
  const toggle = h("button", { type: "button", class: "more", "aria-label": "More actions", "aria-controls": id, "aria-expanded": "false" }, "⋮");
  const show = (open) => {
    menu.hidden = !open;
    toggle.setAttribute("aria-expanded", String(open));
  };
  for (const each of shortcuts) {
    const run = () => {
      show(false);
      toggle.focus();
      act("message_shortcut", { as: state.me, callback_id: each.callback_id, channel: state.open, ts: msg.ts });
    };
    menu.append(h("button", { type: "button", title: each.description, onclick: run }, each.name));
  }
  toggle.addEventListener("click", () => {
    show(menu.hidden);
    if (!menu.hidden) menu.firstElementChild.focus();
  });
  const holder = h("div", { class: "more-place" }, toggle, menu);
  holder.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || menu.hidden) return;
    show(false);
    toggle.focus();
  });
  holder.addEventListener("focusout", (event) => holder.contains(event.relatedTarget) || show(false));
  return holder;
}
