// The sidebar: current person, channels, direct messages, unread marks. On a phone it is a drawer.
import { drawClock } from "./clock.js";
import { h, keep } from "./dom.js";

export function avatar(person, size = "") {
  const drawn = h("span", { class: `avatar ${size}`, "aria-hidden": "true" }, person?.initials ?? "?");
  if (person) drawn.style.setProperty("--hue", person.color);
  return drawn;
}

/** Redraws only what changed, so that the list of people stays open when a message arrives. */
export function drawSidebar(sidebar, page) {
  const { state } = page;
  const all = [...state.channels.values()];
  const channels = all.filter((each) => each.kind === "channel").sort((a, b) => a.name.localeCompare(b.name));
  const dms = all.filter((each) => each.kind === "dm" && each.id !== state.app.dm);
  const focused = sidebar.contains(document.activeElement) ? document.activeElement.dataset.focus : null;
  const part = (draw, ...shows) => [JSON.stringify([draw.name, ...shows]), () => draw(page, ...shows)];
  const list = (title, shown) => part(section, title, shown, state.open);
  const unread = state.mailbox ? Math.max(0, state.mailbox.received - state.read) : 0;
  const parts = [
    part(workspace, state.workspace.name),
    part(persona, state.me, [...state.people.values()]),
    list("Apps", all.filter((each) => each.id === state.app.dm)),
    list("Channels", channels),
    dms.length && list("Direct messages", dms),
    state.mailbox && part(outside, state.tab === "mailbox", unread),
    state.standIns.length && part(partners, state.tab === "stand-ins", state.standIns.filter((each) => each.behavior !== "Works").length),
    state.mailbox && part(drawClock, state.mailbox.ahead),
    part(about),
  ];
  keep(sidebar, parts.filter(Boolean));
  if (focused) sidebar.querySelector(`[data-focus="${focused}"]`)?.focus();
}

const workspace = (page, name) =>
  h(
    "div",
    { class: "workspace" },
    h("strong", {}, name),
    h("button", { type: "button", class: "plain close-drawer", "aria-label": "Hide conversations", "data-focus": "close", onclick: () => toggleSidebar(false) }, "×"),
  );

const about = () => h("p", { class: "aside" }, "A small Slack workspace on this machine. Nothing leaves it. Sam is the admin: switch to him to grant credits or connect a resume database.");

/** An invisible native select on top of the person's name and title, which need two lines. */
function persona(page, id, everybody) {
  const me = everybody.find((each) => each.id === id);
  const people = everybody.filter((each) => !each.is_bot);
  return h(
    "div",
    { class: "persona" },
    avatar(me),
    h(
      "span",
      { class: "persona-words", "aria-hidden": "true" },
      h("span", { class: "persona-label" }, "You are"),
      h("strong", {}, me.real_name),
      h("span", { class: "persona-title" }, me.title),
    ),
    h("span", { class: "persona-arrow", "aria-hidden": "true" }, "▾"),
    h(
      "select",
      { "aria-label": "You are", "data-focus": "persona", onchange: (event) => page.be(event.target.value) },
      people.map((person) => h("option", { value: person.id, selected: person === me }, `${person.real_name}, ${person.title}`)),
    ),
  );
}

function section(page, title, channels, open) {
  return h("section", {}, h("h2", {}, title), h("ul", {}, channels.map((each) => h("li", {}, entry(each, each.id === open, page)))));
}

/** The candidates' mailbox, which is not part of Slack. */
const outside = (page, open, unread) =>
  view("Candidates", "✉", "Mailbox", { focus: "mailbox", open, count: unread, counted: "unread", onclick: page.openMailbox });

/** The stand-ins for resume databases. */
const partners = (page, open, troubled) =>
  view("Partners", "⚙", "Resume databases", { focus: "stand-ins", open, count: troubled, counted: "not working", onclick: page.openStandIns });

/** An entry of its own section. */
function view(title, icon, name, { focus, open, count, counted, onclick }) {
  const button = h(
    "button",
    {
      type: "button",
      class: `channel ${open ? "open" : ""} ${count ? "unread" : ""}`,
      "data-focus": focus,
      "aria-current": open ? "page" : null,
      "aria-label": count ? `${name}, ${count} ${counted}` : null,
      onclick,
    },
    h("span", { class: "hash", "aria-hidden": "true" }, icon),
    h("span", { class: "name" }, name),
    count ? h("span", { class: "count", "aria-hidden": "true" }, String(count)) : null,
  );
  return h("section", {}, h("h2", {}, title), h("ul", {}, h("li", {}, button)));
}

function entry(channel, open, page) {
  const count = channel.kind === "dm" ? channel.unread : channel.mentions;
  return h(
    "button",
    {
      type: "button",
      class: `channel ${open ? "open" : ""} ${channel.unread ? "unread" : ""}`,
      "data-focus": channel.id,
      "aria-current": open ? "page" : null,
      "aria-label": channel.unread ? `${channel.name}, ${channel.unread} unread` : null,
      onclick: () => {
        page.openChannel(channel.id);
        if (matchMedia("(hover: hover)").matches) document.getElementById("say")?.focus();
      },
    },
    channel.kind === "dm" ? avatar(page.state.people.get(channel.with), "small") : h("span", { class: "hash", "aria-hidden": "true" }, channel.is_private ? "🔒" : "#"),
    h("span", { class: "name" }, channel.name),
    count ? h("span", { class: "count", "aria-hidden": "true" }, String(count)) : null,
  );
}

/** Opens or closes the drawer. While it is open, the page behind it is inert. */
export function toggleSidebar(open) {
  const app = document.getElementById("app");
  if (app.classList.contains("drawer-open") === open) return;
  app.classList.toggle("drawer-open", open);
  document.getElementById("main").inert = open;
  const next = open ? document.querySelector(".sidebar .open, .sidebar .channel") : document.querySelector(".head .menu");
  next?.focus();
}

document.getElementById("scrim").addEventListener("click", () => toggleSidebar(false));
document.addEventListener("keydown", (event) => event.key === "Escape" && toggleSidebar(false));
