// Starts the page: who to be, what is known, the stream of events, and which part to draw anew.
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

/** All that the page knows. Parts read it; only this file writes it. */
const state = {
  me: "",
  workspace: null,
  app: null,
  people: new Map(),
  channels: new Map(),
  open: "", // channel id
  tab: "messages", // of the app's direct messages: messages or home; mailbox when no conversation is open but that
  messages: null, // of the open channel, oldest first; null until they are read
  more: false, // whether there are earlier ones
  firstNew: "", // ts of the first message that was unread when the channel was opened
  home: null,
  stack: [], // open modals
  mailbox: null, // how many mails candidates received, and the demo's clock; null when there are none
  read: 0, // how many of the mails were there when the mailbox was open last
  run: "", // names this start of the server
  lost: false, // whether the stream is broken
};
let leave = () => {};

const sidebar = document.getElementById("sidebar");
const main = document.getElementById("main");
const modal = document.getElementById("modal");
const page = { state, be, openChannel, openHome, openMailbox, older };

// ── who, and where ──

async function be(user) {
  if (user === state.me) return;
  leave();
  keepDraft(state);
  Object.assign(state, { me: user, open: "", messages: null, home: null, stack: [], tab: "messages" });
  document.getElementById("toasts").replaceChildren();
  main.dataset.shows = "";
  fill(main, h("p", { class: "loading" }, "Opening the workspace…")); // nothing is written in another's name meanwhile
  remember("me", user);
  history.replaceState(null, "", `#${state.people.get(user).name}`);
  leave = follow(user, { hello, ...heardAs(user, { message, gone, channel, views, home, mailbox }) }, lost);
}

let heard = 0; // events so far

/** Counted when it comes, shown when nothing is pressed. What comes before all was read is in what is read. */
function heardAs(me, reactions) {
  const hear = (react) => async (data) => {
    heard++;
    await released();
    if (state.me === me && state.workspace) react(data);
  };
  return Object.fromEntries(Object.entries(reactions).map(([name, react]) => [name, hear(react)]));
}

/** What is read, once more when something happened meanwhile: the answer may be older than what was heard. */
async function current(path, query) {
  for (let left = 5; ; left--) {
    const before = heard;
    const answer = await read(path, query);
    if (heard === before || !left) return answer;
  }
}

/** The conversation is there at once, to be written in; what was said in it follows. */
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

function openMailbox() {
  keepDraft(state);
  Object.assign(state, { open: "", tab: "mailbox", messages: null, home: null });
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

/** Everything is read again: on the first connection, and after each that was lost. */
async function refresh() {
  const me = state.me;
  const [known, open] = await Promise.all([current("state", { as: me }), current("views", { as: me })]);
  if (state.me !== me) return;
  Object.assign(state, { workspace: known.workspace, app: known.app, stack: open.stack, mailbox: known.mailbox });
  setAhead(known.mailbox?.ahead ?? 0);
  state.people = new Map(known.people.map((each) => [each.id, each]));
  state.channels = new Map(known.channels.map((each) => [each.id, each]));
  drawSidebar(sidebar, page);
  if (state.tab === "mailbox") draw();
  else if (state.open && state.channels.has(state.open)) await reread();
  else await openChannel(state.channels.has(remember(`open-${me}`)) ? remember(`open-${me}`) : state.app.dm);
  drawModal(modal, page);
}

/** The open conversation again, without taking the person from where they are. */
async function reread() {
  const { me, open } = state;
  const [said, view] = await Promise.all([
    current("messages", { as: me, channel: open, limit: Math.max(50, Math.min(state.messages?.length ?? 0, 200)) }),
    current("home", { as: me }),
  ]);
  if (state.me !== me || state.open !== open) return;
  Object.assign(state, { messages: said.messages, more: said.more, home: view.view ?? state.home });
  draw();
  seen();
}

function draw() {
  if (state.tab === "mailbox") return drawMails();
  const open = state.channels.get(state.open);
  if (!open) return;
  if (state.tab === "home") drawHome(main, page);
  else drawConversation(main, page);
  drawSidebar(sidebar, page);
  name();
  return undefined;
}

/** The mailbox is open: all of its mails are known then. */
function drawMails() {
  state.read = state.mailbox.received;
  remember("mails", state.read);
  drawMailbox(main, page);
  drawSidebar(sidebar, page);
  name();
}

function name() {
  const open = state.channels.get(state.open) ?? { kind: "dm", name: "Mailbox" };
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

async function hello(said) {
  if (state.run && state.run !== said.run) toast("The playground was started again.");
  state.run = said.run;
  try {
    await refresh();
    connected(true);
  } catch (fault) {
    console.warn(fault);
    setTimeout(() => state.run === said.run && hello(said), 1000);
  }
}

function lost() {
  connected(false);
}

function connected(is) {
  if (state.lost === !is) return;
  state.lost = !is;
  document.getElementById("app").classList.toggle("lost", !is);
  announce(is ? "Connected again." : "Connection lost. Trying again.");
}

function message({ channel: id, message: said }) {
  if (id !== state.open || !state.messages) return;
  const at = state.messages.findIndex((each) => each.ts === said.ts);
  if (at >= 0) state.messages[at] = said;
  else {
    state.messages.push(said);
    state.messages.sort((a, b) => Number(a.ts) - Number(b.ts));
  }
  if (state.tab !== "messages") return;
  const another = drawMessages(page, at < 0 ? { added: said } : { changed: said });
  if (another && said.user !== state.me) announce(`${state.people.get(said.user)?.real_name ?? ""}: ${plainText(said, state.people)}`);
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
  if (state.tab === "mailbox") drawMails();
  else drawSidebar(sidebar, page);
}

function home({ view }) {
  state.home = view;
  if (state.tab === "home") draw();
}

// ── the first visit, and the next ──

/** What the browser keeps between visits; a private window keeps nothing. */
function remember(key, value) {
  try {
    if (value === undefined) return localStorage.getItem(`sourcer-${key}`);
    localStorage.setItem(`sourcer-${key}`, value);
  } catch {
    /* nothing is kept then */
  }
  return null;
}

/** Whom the address names (`#maya`), else who one was last, else whoever the seed lists first. */
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
    fill(main, h("p", { class: "loading", role: "alert" }, "The playground does not answer. Is it still running in the terminal?"));
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
