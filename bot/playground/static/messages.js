// The list of messages: what is the same stays untouched, so that reading, focus and open menus are not disturbed.
import { day, h, keep } from "./dom.js";
import { drawMessage } from "./message.js";
import { hold, showEnd } from "./place.js";
import { typeInto } from "./composer.js";

const CLOSE = 300; // seconds within which lines of one person stand under one name

/**
 * Draws them. `added` and `changed` is the message that came or changed; `opened` when the conversation was.
 * Gives true when there is something new to read: a new message, or a card that became another one.
 */
export function drawMessages(page, { added, changed, opened = false } = {}) {
  const list = document.getElementById("messages");
  if (!list) return false;
  const scroller = list.parentElement;
  const { state } = page;
  const fresh = !list.childElementCount;
  const before = changed && list.querySelector(`[data-place="${CSS.escape(changed.ts)}"]`);
  const wordsBefore = before ? passages(before) : [];
  const settle = hold(scroller, list);
  keep(list, parts(page));
  if (fresh && opened) return openedAt(scroller, list, state);
  const find = (said) => said && list.querySelector(`[data-place="${CSS.escape(said.ts)}"]`);
  const another = Boolean(before) && isAnother(wordsBefore, passages(find(changed)));
  const answers = added && (added.user === state.me || added.ephemeral || state.open === state.app.dm);
  const shown = settle({ added: find(added), changed: find(changed), another, follow: answers });
  markUnseen(scroller, added && !shown);
  return another || Boolean(added);
}

function parts(page) {
  const { state } = page;
  const all = [];
  if (state.more) all.push(["older", () => h("button", { type: "button", class: "button older", onclick: page.older }, "Earlier messages")]);
  if (!state.messages.length) all.push(["empty", () => welcome(page)]);
  state.messages.forEach((said, at) => {
    const last = state.messages[at - 1];
    const newDay = !last || day(last.ts) !== day(said.ts);
    if (newDay) all.push([`day ${day(said.ts)} ${said.ts}`, () => h("div", { class: "line" }, h("span", {}, day(said.ts)))]);
    const isNew = said.ts === state.firstNew;
    if (isNew) all.push([`new ${said.ts}`, () => h("div", { class: "line new" }, h("span", {}, "New"))]);
    const follows = !newDay && !isNew && standsUnder(said, last);
    all.push([JSON.stringify([said, follows, state.me]), () => drawMessage(said, follows, page)]);
  });
  return all;
}

function standsUnder(said, last) {
  return last.user === said.user && !last.joined && last.ephemeral === said.ephemeral && Number(said.ts) - Number(last.ts) < CLOSE;
}

const passages = (card) => [...card.querySelectorAll(".passage")].map((each) => each.textContent);

/** Whether a card shows another thing than before (another person, the next page), and not the same with a change. */
function isAnother(before, after) {
  const same = after.filter((words) => before.includes(words)).length;
  return same * 2 < Math.max(before.length, after.length);
}

function openedAt(scroller, list, state) {
  const line = list.querySelector(".line.new");
  if (line && state.firstNew) showEnd(scroller, line);
  else showEnd(scroller, list.lastElementChild);
  return false;
}

/** A button for somebody who has scrolled up while something new came. */
function markUnseen(scroller, came) {
  if (!came || scroller.nextElementSibling?.matches(".below")) return;
  const below = h("button", { type: "button", class: "button below", onclick: () => showEnd(scroller) }, "New messages ↓");
  scroller.after(below);
  const atEnd = () => scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < 40;
  const look = () => {
    if (below.isConnected && !atEnd()) return;
    below.remove();
    scroller.removeEventListener("scroll", look);
  };
  scroller.addEventListener("scroll", look);
}

/** What an empty conversation says. In the app's: what to try, one press each. */
function welcome(page) {
  const { state } = page;
  if (state.open !== state.app.dm) return h("p", { class: "empty" }, "No messages yet.");
  const me = state.people.get(state.me);
  const tries = state.app.commands.map((each) => (each.usage_hint.startsWith("[") ? each.command : `${each.command} ${each.usage_hint}`));
  return h(
    "div",
    { class: "empty" },
    h("p", {}, `You are ${me.real_name} (${me.title}). This is where you and ${state.app.name} talk, in private. Try:`),
    h("ul", {}, tries.map((line) => h("li", {}, h("button", { type: "button", class: "button", onclick: () => typeInto(line) }, h("code", {}, line))))),
    state.mailbox ? h("p", { class: "then" }, "Then contact somebody: what they receive is in the Mailbox, where you can answer as they would.") : null,
  );
}
