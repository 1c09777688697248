// The list of messages: unchanged ones are not redrawn, so that reading, focus and open menus are not disturbed.
import { day, h, keep } from "./dom.js";
import { drawMessage } from "./message.js";
import { hold, showEnd } from "./place.js";
import { typeInto } from "./composer.js";

const CLOSE = 300; // seconds within which one person's messages share a heading

/**
 * Draws the list. `added` or `changed` is the new or changed message; `opened`: the conversation was just opened.
 * Returns true when there is something new to read: a new message, or a card that shows something else.
 */
export function drawMessages(page, { added, changed, opened = false } = {}) {
  const list = document.getElementById("messages");
  if (!list) return false;
  const scroller = list.parentElement;
  const { state } = page;
  const fresh = !list.childElementCount;
  const before = changed && list.querySelector(`[data-place="${CSS.escape(changed.ts)}"]`);
  const passagesBefore = before ? passages(before) : [];
  const settle = hold(scroller, list);
  keep(list, parts(page));
  if (fresh && opened) return openedAt(scroller, list, state);
  const find = (msg) => msg && list.querySelector(`[data-place="${CSS.escape(msg.ts)}"]`);
  const another = Boolean(before) && isAnother(passagesBefore, passages(find(changed)));
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
  state.messages.forEach((msg, at) => {
    const last = state.messages[at - 1];
    const newDay = !last || day(last.ts) !== day(msg.ts);
    if (newDay) all.push([`day ${day(msg.ts)} ${msg.ts}`, () => h("div", { class: "line" }, h("span", {}, day(msg.ts)))]);
    const isNew = msg.ts === state.firstNew;
    if (isNew) all.push([`new ${msg.ts}`, () => h("div", { class: "line new" }, h("span", {}, "New"))]);
    const follows = !newDay && !isNew && continues(msg, last);
    all.push([JSON.stringify([msg, follows, state.me]), () => drawMessage(msg, follows, page)]);
  });
  return all;
}

function continues(msg, last) {
  return last.user === msg.user && !last.joined && last.ephemeral === msg.ephemeral && Number(msg.ts) - Number(last.ts) < CLOSE;
}

const passages = (card) => [...card.querySelectorAll(".passage")].map((each) => each.textContent);

/** Whether a card now shows something else (another person, the next page) rather than the same with a change. */
function isAnother(before, after) {
  const same = after.filter((passage) => before.includes(passage)).length;
  return same * 2 < Math.max(before.length, after.length);
}

function openedAt(scroller, list, state) {
  const line = list.querySelector(".line.new");
  if (line && state.firstNew) showEnd(scroller, line);
  else showEnd(scroller, list.lastElementChild);
  return false;
}

/** A button for new messages that arrived while the list was scrolled up. */
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

/** The text of an empty conversation. In the app's: things to try, one press each. */
function welcome(page) {
  const { state } = page;
  if (state.open !== state.app.dm) return h("p", { class: "empty" }, "No messages yet.");
  const me = state.people.get(state.me);
  const tries = state.app.commands.map((each) => (each.usage_hint.startsWith("[") ? each.command : `${each.command} ${each.usage_hint}`));
  return h(
    "div",
    { class: "empty" },
    h("p", {}, `You are ${me.real_name} (${me.title}). This is your private conversation with ${state.app.name}. Try:`),
    h("ul", {}, tries.map((line) => h("li", {}, h("button", { type: "button", class: "button", onclick: () => typeInto(line) }, h("code", {}, line))))),
    state.mailbox ? h("p", { class: "then" }, "Then contact a candidate: your invitation arrives in the Mailbox, where you can reply on their behalf.") : null,
  );
}
