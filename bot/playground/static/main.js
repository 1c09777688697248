// Starts the page: who to be, what is known, the stream of events, and which part to draw anew.
import { act, follow, read } from "./api.js";
import { h, fill, toast } from "./dom.js";
import { drawConversation, drawMessages, keepDraft } from "./conversation.js";
import { drawHome } from "./home.js";
import { drawModal } from "./modal.js";
import { drawSidebar } from "./sidebar.js";

/** All that the page knows. Parts read it; only this file writes it. */
const state = {
  me: "",
  workspace: null,
  app: null,
  people: new Map(),
  channels: new Map(),
  open: "", // channel id
  tab: "messages", // of the app's direct messages: messages or home
  messages: [], // of the open channel, oldest first
  more: false,
  home: null,
  stack: [], // open modals
  run: "",
};
let leave = () => {};

const sidebar = document.getElementById("sidebar");
const main = document.getElementById("main");
const modal = document.getElementById("modal");

const page = {
  state,
  be,
  openChannel,
  openTab,
  older,
  toggleSidebar: (open) => document.getElementById("app").classList.toggle("sidebar-open", open),
};

function remember(key, value) {
  try {
    if (value === undefined) return localStorage.getItem(`sourcer-${key}`);
    localStorage.setItem(`sourcer-${key}`, value);
  } catch {
    /* private windows keep nothing */
  }
  return null;
}

async function be(user) {
  leave();
  keepDraft(state);
  Object.assign(state, { me: user, open: "", messages: [], home: null, stack: [], tab: "messages" });
  remember("me", user);
  leave = follow(user, { hello, message, gone, channel, left, views, home, person });
}

async function hello(said) {
  if (state.run && state.run !== said.run) toast("The playground was started again.");
  state.run = said.run;
  await refresh();
}

async function refresh() {
  const known = await read("state", { as: state.me });
  Object.assign(state, { workspace: known.workspace, app: known.app });
  state.people = new Map(known.people.map((person) => [person.id, person]));
  state.channels = new Map(known.channels.map((each) => [each.id, each]));
  state.stack = (await read("views", { as: state.me })).stack;
  drawSidebar(sidebar, page);
  drawModal(modal, page);
  const wanted = state.open || remember(`open-${state.me}`);
  const dm = known.channels.find((each) => each.with === state.app.user);
  await openChannel(state.channels.has(wanted) ? wanted : dm.id, { quiet: true });
}

async function openChannel(id, { quiet = false } = {}) {
  const another = id !== state.open;
  keepDraft(state);
  state.open = id;
  if (another && !quiet) state.tab = "messages";
  remember(`open-${state.me}`, id);
  const answer = await read("messages", { as: state.me, channel: id, limit: 50 });
  if (state.open !== id) return;
  Object.assign(state, { messages: answer.messages, more: answer.more });
  page.toggleSidebar(false);
  draw();
  seen();
}

async function openTab(tab) {
  keepDraft(state);
  state.tab = tab;
  draw();
  if (tab === "home") {
    state.home = (await read("home", { as: state.me })).view ?? state.home;
    draw();
  }
  await act("open_home", { as: state.me, tab });
}

async function older() {
  const answer = await read("messages", { as: state.me, channel: state.open, before: state.messages[0].ts, limit: 50 });
  state.messages = [...answer.messages, ...state.messages];
  state.more = answer.more;
  drawMessages(main, page, { keepPlace: true });
}

function draw() {
  const dm = state.channels.get(state.open);
  if (!dm) return;
  if (state.tab === "home" && dm.with === state.app.user) drawHome(main, page);
  else drawConversation(main, page);
  drawSidebar(sidebar, page);
  document.title = `${dm.kind === "dm" ? dm.name : `#${dm.name}`} · Sourcer playground`;
}

function seen() {
  const open = state.channels.get(state.open);
  if (open?.unread && state.tab === "messages" && document.visibilityState === "visible") {
    act("read", { as: state.me, channel: open.id });
  }
}

// ── events ──

function message({ channel: id, message: said }) {
  if (id !== state.open) return;
  const at = state.messages.findIndex((each) => each.ts === said.ts);
  if (at >= 0) state.messages[at] = said;
  else {
    state.messages.push(said);
    state.messages.sort((a, b) => Number(a.ts) - Number(b.ts));
  }
  if (state.tab === "messages") drawMessages(main, page, { changed: said.ts, isNew: at < 0 });
  seen();
}

function gone({ channel: id, ts }) {
  if (id !== state.open) return;
  state.messages = state.messages.filter((each) => each.ts !== ts);
  if (state.tab === "messages") drawMessages(main, page, {});
}

function channel(known) {
  state.channels.set(known.id, known);
  drawSidebar(sidebar, page);
  if (known.id === state.open) seen();
}

function left({ channel: id }) {
  state.channels.delete(id);
  drawSidebar(sidebar, page);
}

function views({ stack }) {
  state.stack = stack;
  drawModal(modal, page);
}

function home({ view }) {
  state.home = view;
  if (state.tab === "home") draw();
}

function person(known) {
  state.people.set(known.id, known);
}

document.addEventListener("visibilitychange", seen);

/** First visit: whoever the seed lists first. */
const known = await read("state", {});
state.app = known.app;
const kept = remember("me");
const people = known.people.filter((each) => !each.is_bot);
fill(main, h("p", { class: "loading" }, "Opening the workspace…"));
await be(people.some((each) => each.id === kept) ? kept : people[0].id);
