// One conversation: its head, its messages, and the line to write in.
import { act } from "./api.js";
import { drawBlocks } from "./blocks.js";
import { drawComposer } from "./composer.js";
import { clock, fill, h, uniqueId } from "./dom.js";
import { mrkdwn } from "./mrkdwn.js";
import { avatar } from "./sidebar.js";

export { keepDraft } from "./composer.js";

export function head(page, tabs = true) {
  const { state } = page;
  const open = state.channels.get(state.open);
  const isApp = open.with === state.app.user;
  return h(
    "header",
    { class: "head" },
    h("button", { type: "button", class: "menu", "aria-label": "Show conversations", onclick: () => page.toggleSidebar(true) }, "☰"),
    open.kind === "dm" ? avatar(state.people.get(open.with), "small") : h("span", { class: "hash", "aria-hidden": "true" }, "#"),
    h("h1", {}, open.name),
    isApp ? h("span", { class: "tag" }, "App") : null,
    open.topic ? h("span", { class: "topic" }, open.topic) : null,
    tabs && isApp
      ? h(
          "div",
          { class: "tabs", role: "tablist", "aria-label": "Sourcer" },
          ["home", "messages"].map((tab) =>
            h(
              "button",
              { type: "button", role: "tab", "aria-selected": String(state.tab === tab), onclick: () => page.openTab(tab) },
              tab === "home" ? "Home" : "Messages",
            ),
          ),
        )
      : null,
  );
}

export function drawConversation(main, page) {
  fill(
    main,
    head(page),
    h("div", { class: "messages", id: "messages", role: "log", "aria-label": "Messages", tabindex: "0" }),
    drawComposer(page),
  );
  drawMessages(main, page, {});
}

/** The messages anew. A person who has scrolled up stays where they are; a changed card does not jump. */
export function drawMessages(main, page, { keepPlace = false, changed = "", isNew = true }) {
  const list = main.querySelector("#messages");
  if (!list) return;
  const { state } = page;
  const below = list.scrollHeight - list.scrollTop - list.clientHeight;
  const top = list.scrollTop;
  const height = list.scrollHeight;
  const focus = focusOf(list);
  if (changed && !isNew) {
    const old = list.querySelector(`[data-ts="${changed}"]`);
    const at = state.messages.findIndex((each) => each.ts === changed);
    if (old) old.replaceWith(drawMessage(state.messages[at], state.messages[at - 1], page));
  } else {
    fill(
      list,
      state.more ? h("button", { type: "button", class: "button older", onclick: page.older }, "Earlier messages") : null,
      state.messages.length ? null : welcome(page),
      state.messages.map((each, at) => drawMessage(each, state.messages[at - 1], page)),
    );
  }
  if (keepPlace) list.scrollTop = list.scrollHeight - height + top;
  else if (changed && !isNew) list.scrollTop = below < 40 ? list.scrollHeight : top;
  else if (below < 160 || isNew) showNewest(list);
  restoreFocus(list, focus);
}

/** The end of the conversation, but the top of a card that is taller than the window. */
function showNewest(list) {
  list.scrollTop = list.scrollHeight;
  const last = list.lastElementChild;
  if (last && last.offsetHeight > list.clientHeight) list.scrollTop = last.offsetTop - list.offsetTop;
}

function focusOf(list) {
  const focused = document.activeElement;
  if (!list.contains(focused) || focused === list) return null;
  const message = focused.closest("[data-ts]");
  const buttons = message ? [...message.querySelectorAll("button, a")] : [];
  return message ? { ts: message.dataset.ts, at: buttons.indexOf(focused), words: focused.textContent } : null;
}

function restoreFocus(list, focus) {
  if (!focus) return;
  const buttons = [...(list.querySelector(`[data-ts="${focus.ts}"]`)?.querySelectorAll("button, a") ?? [])];
  (buttons.find((each) => each.textContent === focus.words) ?? buttons[focus.at])?.focus({ preventScroll: true });
}

function welcome(page) {
  const open = page.state.channels.get(page.state.open);
  return h(
    "div",
    { class: "empty" },
    open.with === page.state.app.user
      ? ["Say ", h("code", {}, "/sourcer"), " to start, or ", h("code", {}, "/source senior nurse in Boston"), " to search at once."]
      : "No messages yet.",
  );
}

function drawMessage(said, before, page) {
  const { state } = page;
  const person = state.people.get(said.user);
  if (said.joined) return h("div", { class: "system", "data-ts": said.ts }, mrkdwn(said.text, state.people));
  const follows = before && before.user === said.user && !before.joined && !before.ephemeral && !said.ephemeral && Number(said.ts) - Number(before.ts) < 240;
  const place = {
    people: state.people,
    press: (block_id, element) => act("press", { as: state.me, channel: state.open, ts: said.ts, block_id, action: element }),
    suggest: (block_id, action_id, words) => act("suggest", { as: state.me, channel: state.open, ts: said.ts, block_id, action_id, words }),
  };
  return h(
    "article",
    { class: `message ${follows ? "follows" : ""} ${said.ephemeral ? "ephemeral" : ""}`, "data-ts": said.ts },
    follows ? h("span", { class: "gutter" }) : avatar(person),
    h(
      "div",
      { class: "body" },
      said.ephemeral
        ? h("div", { class: "only-you" }, "Only visible to you", " · ", h("button", { type: "button", class: "link", onclick: () => act("dismiss", { as: state.me, channel: state.open, ts: said.ts }) }, "Dismiss"))
        : null,
      follows
        ? null
        : h(
            "div",
            { class: "by" },
            h("strong", {}, person?.real_name ?? said.user),
            person?.is_bot ? h("span", { class: "tag" }, "App") : null,
            h("time", { datetime: new Date(Number(said.ts) * 1000).toISOString() }, clock(said.ts)),
          ),
      said.blocks.length
        ? h("div", { class: "blocks" }, drawBlocks(said.blocks, place))
        : h("div", { class: "mrkdwn" }, mrkdwn(said.text, state.people)),
      said.edited && !person?.is_bot ? h("span", { class: "edited" }, "(edited)") : null,
      said.files.map((file) => fileLink(file, state.me)),
    ),
    more(said, page),
  );
}

function fileLink(file, me) {
  return h("a", { class: "file", href: `${file.url}?as=${encodeURIComponent(me)}`, download: file.name }, "📄 ", h("strong", {}, file.title || file.name), h("span", {}, ` ${Math.max(1, Math.round(file.size / 1024))} KB`));
}

/** The message shortcuts, behind "More actions". */
function more(said, page) {
  const shortcuts = page.state.app.shortcuts.filter((each) => each.type === "message");
  if (!shortcuts.length || said.ephemeral) return null;
  const menuId = uniqueId("menu");
  const menu = h(
    "div",
    { class: "popup", id: menuId, hidden: true },
    shortcuts.map((each) =>
      h("button", { type: "button", onclick: () => {
        menu.hidden = true;
        act("message_shortcut", { as: page.state.me, callback_id: each.callback_id, channel: page.state.open, ts: said.ts });
      } }, each.name),
    ),
  );
  const toggle = h("button", { type: "button", class: "more", "aria-label": "More actions", "aria-haspopup": "true", "aria-controls": menuId, "aria-expanded": "false" }, "⋮");
  toggle.addEventListener("click", () => {
    menu.hidden = !menu.hidden;
    toggle.setAttribute("aria-expanded", String(!menu.hidden));
    if (!menu.hidden) menu.querySelector("button").focus();
  });
  menu.addEventListener("keydown", (event) => event.key === "Escape" && ((menu.hidden = true), toggle.focus()));
  menu.addEventListener("focusout", (event) => menu.contains(event.relatedTarget) || event.relatedTarget === toggle || (menu.hidden = true));
  return h("div", { class: "more-place" }, toggle, menu);
}
