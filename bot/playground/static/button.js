// A Block Kit button: busy until the app has answered, with a confirmation dialog if the card asks for one.
import { fill, h } from "./dom.js";
import { textObject } from "./mrkdwn.js";

const SETTLE = 400; // ms: the second click of a double click must not press whatever has just appeared under the pointer

/** press(element in Slack's format): Promise */
export function button(each, press, people) {
  const text = textObject(each.text, people);
  const names = `button ${each.style ?? ""}`;
  if (each.url) {
    return h("a", { class: names, href: each.url, target: "_blank", rel: "noreferrer noopener", "aria-label": each.accessibility_label }, text);
  }
  const drawn = h("button", { type: "button", class: names, "aria-label": each.accessibility_label }, text);
  const since = performance.now();
  drawn.addEventListener("click", async (event) => {
    const again = event.detail > 1 && performance.now() - since < SETTLE;
    if (again || drawn.classList.contains("busy") || (each.confirm && !(await confirmed(each.confirm)))) return;
    drawn.classList.add("busy");
    drawn.setAttribute("aria-busy", "true");
    try {
      await Promise.all([press({ type: "button", action_id: each.action_id }), new Promise((go) => setTimeout(go, SETTLE))]);
    } finally {
      drawn.classList.remove("busy");
      drawn.removeAttribute("aria-busy");
    }
  });
  return drawn;
}

/** Slack's confirmation dialog, as a native <dialog>. */
function confirmed(confirm) {
  return new Promise((answer) => {
    const dialog = h("dialog", { class: "confirm", "aria-labelledby": "confirm-title" });
    const style = confirm.style === "danger" ? "danger" : "primary";
    fill(
      dialog,
      h("h2", { id: "confirm-title" }, confirm.title.text),
      h("p", {}, confirm.text.text),
      h(
        "div",
        { class: "confirm-buttons" },
        h("button", { type: "button", class: "button large", onclick: () => dialog.close("no") }, confirm.deny.text),
        h("button", { type: "button", class: `button large ${style}`, onclick: () => dialog.close("yes") }, confirm.confirm.text),
      ),
    );
    dialog.addEventListener("close", () => {
      dialog.remove();
      answer(dialog.returnValue === "yes");
    });
    document.body.append(dialog);
    dialog.showModal();
  });
}
