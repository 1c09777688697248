// Who one is, the channels, the direct messages, unread marks.
import { fill, h } from "./dom.js";

export function avatar(person, size = "") {
  if (!person) return h("span", { class: `avatar ${size}`, "aria-hidden": "true" }, "?");
  const drawn = h("span", { class: `avatar ${size} ${person.is_bot ? "bot" : ""}`, "aria-hidden": "true" }, person.initials);
  drawn.style.setProperty("--hue", person.color);
  return drawn;
}

export function drawSidebar(sidebar, page) {
  const { state } = page;
  const me = state.people.get(state.me);
  const people = [...state.people.values()].filter((person) => !person.is_bot);
  const all = [...state.channels.values()];
  const channels = all.filter((each) => each.kind === "channel").sort((a, b) => a.name.localeCompare(b.name));
  const dms = all.filter((each) => each.kind === "dm" && each.with !== state.app.user);
  const app = all.filter((each) => each.with === state.app.user);
  const focused = sidebar.contains(document.activeElement) ? document.activeElement.dataset.focus : null;

  fill(
    sidebar,
    h("div", { class: "workspace" }, h("strong", {}, state.workspace.name), h("span", { class: "tag" }, "playground")),
    h(
      "label",
      { class: "persona" },
      h("span", { class: "persona-label" }, "You are"),
      h(
        "span",
        { class: "persona-row" },
        avatar(me),
        h(
          "select",
          { "data-focus": "persona", onchange: (event) => page.be(event.target.value) },
          people.map((person) => h("option", { value: person.id, selected: person.id === state.me }, `${person.real_name}, ${person.title}`)),
        ),
      ),
    ),
    section("Apps", app, page),
    section("Channels", channels, page),
    dms.length ? section("Direct messages", dms, page) : null,
    h("p", { class: "aside" }, "A fake Slack on your machine. Nothing leaves it."),
  );
  if (focused) sidebar.querySelector(`[data-focus="${focused}"]`)?.focus();
}

function section(title, channels, page) {
  const { state } = page;
  return h(
    "section",
    {},
    h("h2", {}, title),
    h(
      "ul",
      {},
      channels.map((each) =>
        h(
          "li",
          {},
          h(
            "button",
            {
              type: "button",
              class: `channel ${each.id === state.open ? "open" : ""} ${each.unread ? "unread" : ""}`,
              "data-focus": each.id,
              "aria-current": each.id === state.open ? "page" : null,
              onclick: () => page.openChannel(each.id),
            },
            each.kind === "dm" ? avatar(state.people.get(each.with), "small") : h("span", { class: "hash", "aria-hidden": "true" }, "#"),
            h("span", { class: "name" }, each.name),
            each.unread ? h("span", { class: "count", "aria-label": `${each.unread} unread` }, String(each.unread)) : null,
          ),
        ),
      ),
    ),
  );
}
