// One conversation: its header, its messages, and the message box.
import { drawComposer } from "./composer.js";
import { fill, h } from "./dom.js";
import { drawMessages } from "./messages.js";
import { stayAtEnd } from "./place.js";
import { avatar, toggleSidebar } from "./sidebar.js";

export function head(page) {
  const { state } = page;
  const open = state.channels.get(state.open);
  const isApp = open.id === state.app.dm;
  return h(
    "header",
    { class: "head" },
    h("button", { type: "button", class: "plain menu", "aria-label": "Show conversations", onclick: () => toggleSidebar(true) }, "☰"),
    open.kind === "dm" ? avatar(state.people.get(open.with), "small") : h("span", { class: "hash", "aria-hidden": "true" }, "#"),
    h("h1", {}, open.name),
    isApp ? h("span", { class: "tag" }, "App") : null,
    open.topic ? h("span", { class: "topic" }, open.topic) : null,
    h("span", { class: "lost-mark" }, "Connection lost. Reconnecting…"),
    isApp
      ? h(
          "nav",
          { class: "tabs", "aria-label": open.name },
          tab("Home", state.tab === "home", page.openHome),
          tab("Messages", state.tab === "messages", () => page.openChannel(open.id)),
        )
      : null,
  );
}

function tab(label, current, open) {
  const pressed = () => {
    open();
    document.querySelector(".tabs [aria-current]")?.focus();
  };
  return h("button", { type: "button", "aria-current": current ? "page" : null, onclick: pressed }, label);
}

/** Draws everything when another conversation was opened, else only the messages: the message box is left alone. */
export function drawConversation(main, page) {
  const { me, open, messages } = page.state;
  if (main.dataset.shows !== `${me} ${open}`) {
    main.dataset.shows = `${me} ${open}`;
    fill(
      main,
      head(page),
      h(
        "div",
        { class: "messages", tabindex: "0", role: "region", "aria-label": "Messages" },
        h("div", { class: "lines", id: "messages" }),
      ),
      drawComposer(page),
    );
    stayAtEnd(main.querySelector(".messages"), document.getElementById("messages"));
  }
  main.querySelector(".messages").setAttribute("aria-busy", String(!messages));
  if (messages) drawMessages(page, { opened: true });
}
