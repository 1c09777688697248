// One mail as the candidate reads it: headers, HTML or plain text, the replies sent back, and a box to reply in.
import { announce, fill, h, isoTime } from "./dom.js";

const drafts = new Map(); // by mail: an unsent reply survives switching away
const WHAT = {
  auto_reply: "Out of office",
  bounced: "Bounced",
  delayed: "Delayed",
  opt_out: "Replied: don't contact me again",
  erasure_request: "Replied: delete my data",
};

const whole = (at) => new Date(at * 1000).toLocaleString([], { dateStyle: "full", timeStyle: "short" });

/** `press(action, more)` calls the server; `back` returns to the list. */
export function drawLetter(reading, letter, { press, back }) {
  fill(
    reading,
    h("button", { type: "button", class: "button back", onclick: back }, "‹ All mails"),
    h("h2", { dir: "auto" }, letter.subject),
    headers(letter, press),
    content(letter),
    h("div", { class: "replies" }),
    answer(letter, press),
  );
  drawReplies(reading, letter);
}

function headers(letter, press) {
  const row = (name, value) => (value ? [h("dt", {}, name), h("dd", { dir: "auto" }, value)] : []);
  const unsubscribe = async (event) => {
    const button = event.currentTarget;
    if (!(await pressed(button, () => press("unsubscribe")))) return;
    button.textContent = "Unsubscribed ✓";
    announce("Unsubscribed.");
  };
  return h(
    "dl",
    { class: "headers" },
    row("From", letter.from),
    row("To", letter.to),
    row("Date", h("time", { datetime: isoTime(letter.at) }, whole(letter.at))),
    row(
      "List-Unsubscribe",
      letter.unsubscribe && [
        h("code", {}, letter.unsubscribe),
        " ",
        h("button", { type: "button", class: "button", onclick: unsubscribe }, "Unsubscribe"),
      ],
    ),
  );
}

/** The HTML part, in a frame that may only open links in a new tab, or the text part. */
function content(letter) {
  const place = h("div", { class: "content" });
  const page = () =>
    h("iframe", { class: "page", title: "Email", src: letter.html, sandbox: "allow-popups allow-popups-to-escape-sandbox", referrerpolicy: "no-referrer" });
  const text = () => h("pre", { class: "text", dir: "auto", tabindex: "0", "aria-label": "Email as plain text" }, linked(letter.text));
  const draw = { Page: page, Text: text };
  const names = letter.html ? ["Page", "Text"] : ["Text"];
  const buttons = names.map((name) => h("button", { type: "button", onclick: () => show(name) }, name));
  function show(name) {
    buttons.forEach((each, at) => each.setAttribute("aria-pressed", String(names[at] === name)));
    fill(place, draw[name]());
  }
  show(names[0]);
  return [h("div", { class: "parts", role: "group", "aria-label": "Format" }, buttons), place];
}

/** Plain text with clickable links, as mail programs show it. */
function linked(text) {
  return text.split(/(https?:\/\/[^\s<>"]+)/).map((part, at) => (at % 2 ? h("a", { href: part, target: "_blank", rel: "noreferrer noopener" }, part) : part));
}

/** What the candidate, or an autoresponder, sent back. Returns whether there is something new. */
export function drawReplies(reading, letter) {
  const replies = reading.querySelector(".replies");
  const before = replies.childElementCount;
  fill(
    replies,
    letter.answers.map((each) =>
      h(
        "article",
        { class: "back-mail", "aria-label": `${WHAT[each.kind] ?? "Replied"}, ${whole(each.at)}` },
        h("div", { class: "by" }, h("strong", {}, WHAT[each.kind] ?? "Replied"), h("time", { datetime: isoTime(each.at) }, whole(each.at))),
        h("div", { class: "said", dir: "auto" }, each.text),
      ),
    ),
  );
  return replies.childElementCount > before;
}

function answer(letter, press) {
  const line = h("textarea", {
    id: "answer",
    rows: 3,
    maxlength: 10_000,
    dir: "auto",
    value: drafts.get(letter.id) ?? "",
    oninput: (event) => drafts.set(letter.id, event.target.value),
  });
  const reply = async (event) => {
    event.preventDefault();
    if (!line.value.trim()) return line.focus();
    if (!(await pressed(event.submitter, () => press("reply", { text: line.value })))) return undefined;
    line.value = "";
    drafts.delete(letter.id);
    return announce("The reply has arrived in the bot's mailbox.");
  };
  const action = (label, name, done) => {
    const run = async (event) => (await pressed(event.currentTarget, () => press(name))) && announce(done);
    return h("button", { type: "button", class: "button large", onclick: run }, label);
  };
  return h(
    "form",
    { class: "answer", onsubmit: reply },
    h("label", { for: "answer" }, `Reply as ${letter.name}`),
    line,
    h(
      "div",
      { class: "answer-buttons" },
      h("button", { type: "submit", class: "button large primary" }, "Reply as the candidate"),
      action("Out of office", "out_of_office", "An out-of-office reply has arrived in the bot's mailbox."),
      action("Bounce", "bounce", "The mail bounced: the mailbox doesn't exist."),
    ),
  );
}

/** Keeps a button busy until the server has answered; returns whether it succeeded. */
async function pressed(button, ask) {
  if (button.classList.contains("busy")) return false;
  button.classList.add("busy");
  button.setAttribute("aria-busy", "true");
  try {
    return (await ask()).ok;
  } finally {
    button.classList.remove("busy");
    button.removeAttribute("aria-busy");
  }
}
