// Starts the page: the current person, the state, the event stream, and what to redraw.
import { act, follow, read } from "./api.js";
import { keepDraft } from "./composer.js";
import { drawConversation } from "./conversation.js";
import { announce, fill, h, setAhead, toast } from "./dom.js";
import { drawHome } from "./home.js";
import { drawMailbox } from "./mailbox.js";
import { plainText } from "./message.js";
import { drawMessages } from "./messages.js";
import { drawModal } from "./modal.js";
import { released } from "./press.js";
import { drawSidebar, toggleSidebar } from "./sidebar.js";
import { drawStandIns } from "./stand_ins.js";

/** The page's state. Other modules read it; only this file writes it. */
const state = {
  me: "",
  workspace: null,
  app: null,
  people: new Map(),
  channels: new Map(),
  open: "", // channel id
  tab: "messages", // messages or home, in the app's direct messages; mailbox or stand-ins when one is open instead
  messages: null, // of the open channel, oldest first; null until loaded
  more: false, // whether there are earlier ones
  firstNew: "", // ts of the first message that was unread when the channel was opened
  home: null,
  stack: [], // open modals
  mailbox: null, // how many mails candidates received, and the demo clock; null when there is no mailbox
  standIns: [], // for resume databases, and what each does
  read: 0, // how many mails there were when the mailbox was last open
  run: "", // identifies this run of the server
  lost: false, // whether the stream is broken
};
const VIEWS = { mailbox: { name: "Mailbox", draw: drawMailbox }, "stand-ins": { name: "Resume databases", draw: drawStandIns } };
let leave = () => {};

const sidebar = document.getElementById("sidebar");
const main = document.getElementById("main");
const modal = document.getElementById("modal");
const page = { state, be, openChannel, openHome, openMailbox: () => openView("mailbox"), openStandIns: () => openView("stand-ins"), older };

// ── who, and where ──

async function be(user) {
  if (user === state.me) return;
  leave();
  keepDraft(state);
  Object.assign(state, { me: user, open: "", messages: null, home: null, stack: [], tab: "messages" });
  document.getElementById("toasts").replaceChildren();
  main.dataset.shows = "";
  fill(main, h("p", { class: "loading" }, "Opening the workspace…")); // meanwhile nothing can be sent as the previous person
  remember("me", user);
  history.replaceState(null, "", `#${state.people.get(user).name}`);
  leave = follow(user, { hello, ...heardAs(user, { message, gone, channel, views, home, mailbox, stand_ins: standIns }) }, lost);
}

let heard = 0; // events so far

/** Counts an event at once, and handles it when nothing is pressed. Events before the first load are part of that load. */
function heardAs(me, reactions) {
  const hear = (react) => async (data) => {
    heard++;
    await released();
    if (state.me === me && state.workspace) react(data);
  };
  return Object.fromEntries(Object.entries(reactions).map(([name, react]) => [name, hear(react)]));
}

/** Loads data, again if events arrived meanwhile: the answer may be older than those events. */
async function current(path, query) {
  for (let left = 5; ; left--) {
    const before = heard;
    const answer = await read(path, query);
    if (heard === before || !left) return answer;
  }
}

/** Opens a conversation at once, ready for typing; its messages load afterwards. */
async function openChannel(id) {
  const me = state.me;
  keepDraft(state);
  const { unread, with: other } = state.channels.get(id);
  if (state.open !== id || state.tab !== "messages") state.messages = null;
  Object.assign(state, { open: id, tab: "messages" });
  remember(`open-${me}`, id);
  draw();
  toggleSidebar(false);
  const answer = await current("messages", { as: me, channel: id, limit: 50 });
  if (state.open !== id || state.me !== me) return;
  Object.assign(state, { messages: answer.messages, more: answer.more });
  state.firstNew = unread ? (answer.messages.at(-unread)?.ts ?? "") : "";
  draw();
  seen();
  if (other === state.app.user) act("open_home", { as: me, tab: "messages" });
}

/** Opens a view that isn't a conversation. */
function openView(tab) {
  keepDraft(state);
  Object.assign(state, { open: "", tab, messages: null, home: null });
  draw();
  toggleSidebar(false);
}

async function openHome() {
  const me = state.me;
  keepDraft(state);
  state.tab = "home";
  draw();
  act("open_home", { as: me, tab: "home" });
  const { view } = await current("home", { as: me });
  if (state.me === me && view) home({ view });
}

async function older() {
  const { me, open } = state;
  const answer = await read("messages", { as: me, channel: open, before: state.messages[0].ts, limit: 50 });
  if (state.me !== me || state.open !== open) return;
  state.messages = [...answer.messages, ...state.messages];
  state.more = answer.more;
  drawMessages(page);
}

/** Reloads everything: on the first connection, and after every lost one. */
async function refresh() {
  const me = state.me;
  const [known, open] = await Promise.all([current("state", { as: me }), current("views", { as: me })]);
  if (state.me !== me) return;
  Object.assign(state, { workspace: known.workspace, app: known.app, stack: open.stack, mailbox: known.mailbox, standIns: known.stand_ins });
  setAhead(known.mailbox?.ahead ?? 0);
  state.people = new Map(known.people.map((each) => [each.id, each]));
  state.channels = new Map(known.channels.map((each) => [each.id, each]));
  drawSidebar(sidebar, page);
  if (state.tab in VIEWS) draw();
  else if (state.open && state.channels.has(state.open)) await reread();
  else await openChannel(state.channels.has(remember(`open-${me}`)) ? remember(`open-${me}`) : state.app.dm);
  drawModal(modal, page);
}

/** Reloads the open conversation without moving the focus or scroll position. */
async function reread() {
  const { me, open } = state;
  const [data, view] = await Promise.all([
    current("messages", { as: me, channel: open, limit: Math.max(50, Math.min(state.messages?.length ?? 0, 200)) }),
    current("home", { as: me }),
  ]);
  if (state.me !== me || state.open !== open) return;
  Object.assign(state, { messages: data.messages, more: data.more, home: view.view ?? state.home });
  draw();
  seen();
}

function draw() {
  if (state.tab in VIEWS) return drawView();
  const open = state.channels.get(state.open);
  if (!open) return;
  if (state.tab === "home") drawHome(main, page);
  else drawConversation(main, page);
  drawSidebar(sidebar, page);
  name();
  return undefined;
}

/** Once the mailbox is open, all of its mails count as read. */
function drawView() {
  if (state.tab === "mailbox") {
    state.read = state.mailbox.received;
    remember("mails", state.read);
  }
  VIEWS[state.tab].draw(main, page);
  drawSidebar(sidebar, page);
  name();
}

function name() {
  const open = state.channels.get(state.open) ?? { kind: "dm", name: VIEWS[state.tab]?.name };
  const unread = [...state.channels.values()].reduce((sum, each) => sum + each.unread, 0);
  document.title = `${unread ? `(${unread}) ` : ""}${open.kind === "dm" ? open.name : `#${open.name}`} · Sourcer playground`;
}

function seen() {
  const open = state.channels.get(state.open);
  if (open?.unread && state.messages && state.tab === "messages" && document.visibilityState === "visible") {
    act("read", { as: state.me, channel: open.id });
  }
}

// ── events ──

async function hello(data) {
  if (state.run && state.run !== data.run) toast("The playground was restarted.");
  state.run = data.run;
  try {
    await refresh();
    connected(true);
  } catch (fault) {
    console.warn(fault);
    setTimeout(() => state.run === data.run && hello(data), 1000);
  }
}

function lost() {
  connected(false);
}

function connected(is) {
  if (state.lost === !is) return;
  state.lost = !is;
  document.getElementById("app").classList.toggle("lost", !is);
  announce(is ? "Reconnected." : "Connection lost. Reconnecting.");
}

function message({ channel: id, message: msg }) {
  if (id !== state.open || !state.messages) return;
  const at = state.messages.findIndex((each) => each.ts === msg.ts);
  if (at >= 0) state.messages[at] = msg;
  else {
    state.messages.push(msg);
    state.messages.sort((a, b) => Number(a.ts) - Number(b.ts));
  }
  if (state.tab !== "messages") return;
  const another = drawMessages(page, at < 0 ? { added: msg } : { changed: msg });
  if (another && msg.user !== state.me) announce(`${state.people.get(msg.user)?.real_name ?? ""}: ${plainText(msg, state.people)}`);
  seen();
}

function gone({ channel: id, ts }) {
  if (id !== state.open || !state.messages) return;
  state.messages = state.messages.filter((each) => each.ts !== ts);
  if (state.tab === "messages") drawMessages(page);
}

function channel(known) {
  state.channels.set(known.id, known);
  drawSidebar(sidebar, page);
  name();
  if (known.id === state.open) seen();
}

function views({ stack }) {
  state.stack = stack;
  drawModal(modal, page);
}

function mailbox(known) {
  state.mailbox = known;
  setAhead(known.ahead);
  if (state.tab === "mailbox") drawView();
  else drawSidebar(sidebar, page);
}

function standIns({ stand_ins: known }) {
  state.standIns = known;
  if (state.tab === "stand-ins") drawView();
  else drawSidebar(sidebar, page);
}

function home({ view }) {
  state.home = view;
  if (state.tab === "home") draw();
}

// ── the first visit, and the next ──

/** Stored by the browser between visits; not available in some private windows. */
function remember(key, value) {
  try {
    if (value === undefined) return localStorage.getItem(`sourcer-${key}`);
    localStorage.setItem(`sourcer-${key}`, value);
  } catch {
    /* storage is unavailable */
  }
  return null;
}

/** The person named in the URL (`#maya`), else the last one used, else the first one in the seed. */
function whoToBe() {
  const people = [...state.people.values()].filter((each) => !each.is_bot);
  const named = people.find((each) => each.name === location.hash.slice(1));
  return named ?? people.find((each) => each.id === remember("me")) ?? people[0];
}

async function start() {
  try {
    const known = await read("state", {});
    state.people = new Map(known.people.map((each) => [each.id, each]));
    state.read = Math.min(Number(remember("mails")) || 0, known.mailbox?.received ?? 0);
  } catch {
    fill(main, h("p", { class: "loading", role: "alert" }, "The playground isn't responding. Is it still running in the terminal?"));
    setTimeout(start, 2000);
    return;
  }
  await be(whoToBe().id);
}

document.addEventListener("visibilitychange", seen);
window.addEventListener("hashchange", () => {
  const named = [...state.people.values()].find((each) => !each.is_bot && each.name === location.hash.slice(1));
  if (named) be(named.id);
});
await start();
