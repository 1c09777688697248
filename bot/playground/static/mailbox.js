// The candidates' mailbox: the mails they received, newest first, and the open one.
import { act, read } from "./api.js";
import { announce, fill, h, isoTime, keep, nowThere } from "./dom.js";
import { drawLetter, drawReplies } from "./letter.js";
import { toggleSidebar } from "./sidebar.js";

const box = { mails: [], open: 0, letter: null, looks: 0 };

/** Draws the frame if it is missing, then its current content. */
export function drawMailbox(main, page) {
  if (main.dataset.shows !== "mailbox") {
    main.dataset.shows = "mailbox";
    fill(
      main,
      head("✉", "Mailbox", "Mails that candidates received. Reply on their behalf."),
      h(
        "div",
        { class: "mailbox" },
        h("nav", { class: "mails", "aria-label": "Mails" }, h("p", { class: "loading" }, "Opening the mailbox…")),
        h("section", { class: "reading", "aria-label": "Mail", tabindex: "-1" }),
      ),
    );
    box.letter = null;
  }
  look(main, page).catch(console.warn); // the event stream notices when the server is back
}

/** The head of a view that isn't a conversation. */
export function head(icon, title, topic) {
  return h(
    "header",
    { class: "head" },
    h("button", { type: "button", class: "plain menu", "aria-label": "Show conversations", onclick: () => toggleSidebar(true) }, "☰"),
    h("span", { class: "hash", "aria-hidden": "true" }, icon),
    h("h1", {}, title),
    h("span", { class: "topic" }, topic),
    h("span", { class: "lost-mark" }, "Connection lost. Reconnecting…"),
  );
}

/** Reloads the list and the open mail. */
async function look(main, page) {
  const turn = ++box.looks;
  const { mails } = await read("mails", { as: page.state.me });
  if (main.dataset.shows !== "mailbox" || turn !== box.looks) return;
  const first = box.mails[0]?.id ?? 0;
  if (first && mails[0]?.id > first) announce(`New mail to ${mails[0].name}: ${mails[0].subject}`);
  box.mails = mails;
  if (!mails.some((each) => each.id === box.open)) box.open = 0;
  drawList(main, page);
  if (box.open) await openMail(box.open, main, page);
  else if (mails.length && !narrow()) await openMail(mails[0].id, main, page);
  else if (!box.letter) fill(main.querySelector(".reading"));
}

const narrow = () => matchMedia("(max-width: 720px)").matches;

function drawList(main, page) {
  const list = main.querySelector(".mails");
  if (!box.mails.length) {
    fill(list, h("p", { class: "empty" }, "No mails yet. Open a candidate, press Contact and send an invitation: it arrives here."));
    return;
  }
  const lines = list.querySelector("ul") ?? fill(list, h("ul")).firstChild;
  keep(lines, box.mails.map((mail) => [JSON.stringify([mail, short(mail.at)]), () => h("li", {}, entry(mail, main, page))]));
  mark(list);
}

/** Marks the open mail in the list. */
function mark(list) {
  for (const each of list.querySelectorAll(".mail")) {
    if (Number(each.dataset.mail) === box.open) each.setAttribute("aria-current", "true");
    else each.removeAttribute("aria-current");
  }
}

function entry(mail, main, page) {
  const pressed = async () => {
    await openMail(mail.id, main, page);
    if (main.dataset.shows !== "mailbox") return;
    main.querySelector(".mailbox").classList.add("reads");
    if (narrow()) main.querySelector(".back")?.focus();
  };
  return h(
    "button",
    { type: "button", class: "mail", "data-mail": mail.id, onclick: pressed },
    h("strong", { dir: "auto" }, mail.name),
    h("time", { datetime: isoTime(mail.at) }, short(mail.at)),
    h("span", { class: "mail-subject", dir: "auto" }, mail.subject),
  );
}

/** The time for today's mails, the date for older ones. */
function short(at) {
  const when = new Date(at * 1000);
  const today = new Date(nowThere()).toDateString() === when.toDateString();
  return today
    ? when.toLocaleTimeString([], { hour: "numeric", minute: "2-digit" })
    : when.toLocaleDateString([], { month: "short", day: "numeric" });
}

async function openMail(id, main, page) {
  box.open = id;
  mark(main);
  const letter = await read("mail", { as: page.state.me, id });
  if (box.open !== id || main.dataset.shows !== "mailbox") return;
  const reading = main.querySelector(".reading");
  const same = box.letter?.id === id;
  box.letter = letter;
  if (same) {
    // keep the frame and whatever is being typed
    if (drawReplies(reading, letter)) reading.scrollTop = reading.scrollHeight;
    return;
  }
  const press = (action, more = {}) => act(action, { as: page.state.me, mail: id, ...more });
  drawLetter(reading, letter, { press, back: () => back(main) });
  reading.scrollTop = 0;
}

/** On a phone: go from the mail back to the list. */
function back(main) {
  main.querySelector(".mailbox").classList.remove("reads");
  main.querySelector(`[data-mail="${box.open}"]`)?.focus();
}
