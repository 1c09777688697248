// The stand-ins for partners' resume databases: what each does, and what is left of its contract.
import { act } from "./api.js";
import { announce, fill, h } from "./dom.js";
import { head } from "./mailbox.js";

/** Draws the panel if it is missing, then the current figures. */
export function drawStandIns(main, page) {
  const { standIns } = page.state;
  if (main.dataset.shows !== "stand-ins") {
    main.dataset.shows = "stand-ins";
    fill(
      main,
      head("⚙", "Resume databases", "Stand-ins for the real ones."),
      h(
        "div",
        { class: "stand-ins" },
        h("p", {}, "These answer in place of the real databases, with sample people. Nothing leaves this machine."),
        h("p", { class: "hint" }, "Connect one in chat: type “/sourcer integrations”. Its demo login is filled in on the page that opens. Then search, and switch it here to see what your team would see."),
        h("ul", {}, standIns.map((each) => row(each, page))),
      ),
    );
  }
  for (const each of standIns) update(main.querySelector(`[data-source="${each.name}"]`), each);
}

function row(standIn, page) {
  const id = `stand-in-${standIn.name}`;
  return h(
    "li",
    { class: "stand-in", "data-source": standIn.name },
    h("label", { for: id }, standIn.label),
    h(
      "select",
      { id, onchange: (event) => change(standIn, event.target.value, page) },
      standIn.behaviors.map((each) => h("option", { value: each }, each)),
    ),
    h("p", { class: "hint" }),
    standIn.answers ? h("button", { type: "button", class: "button", onclick: () => answer(page) }, "Answer as the last person you wrote to") : null,
  );
}

function update(element, { behavior, left, requests }) {
  const select = element.querySelector("select");
  if (select.value !== behavior) select.value = behavior;
  element.classList.toggle("troubled", behavior !== "Works");
  const text = `${left}. ${requests === 1 ? "1 request" : `${requests.toLocaleString("en")} requests`} so far.`;
  const line = element.querySelector("p");
  if (line.textContent !== text) line.textContent = text;
}

async function change(standIn, behavior, page) {
  const done = await act("switch", { as: page.state.me, source: standIn.name, behavior });
  if (done.ok) announce(`${standIn.label}: ${behavior}.`);
}

/** Whoever received the latest invitation says on Indeed that they are interested. */
async function answer(page) {
  const done = await act("answer", { as: page.state.me });
  if (done.ok) announce("The person you wrote to last answered on Indeed.");
}
