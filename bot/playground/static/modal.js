// Open modals: the top of the stack, as a native dialog, so that focus and Escape are the browser's.
import { act } from "./api.js";
import { drawBlocks } from "./blocks.js";
import { fill, h } from "./dom.js";

const typed = new Map(); // view id → {block_id: {action_id: value}}: what stands in the inputs now
let drawn = null; // {id, hash, errors}
let dialog = null;
let opener = null;

export function drawModal(holder, page) {
  const top = page.state.stack.at(-1);
  for (const id of typed.keys()) if (!page.state.stack.some((open) => open.view.id === id)) typed.delete(id);
  if (!top) {
    dialog?.close();
    dialog = null;
    drawn = null;
    fill(holder);
    opener?.isConnected && opener.focus();
    opener = null;
    return;
  }
  const { view, errors, trouble } = top;
  const signature = JSON.stringify([view.id, view.hash, errors, trouble, page.state.stack.length]);
  if (drawn === signature) return;
  drawn = signature;
  if (!dialog) opener = document.activeElement;
  const kept = keep(view);
  const place = {
    people: page.state.people,
    state: kept,
    errors,
    changed: (block_id, action_id, value) => ((kept[block_id] ??= {})[action_id] = value),
    press: (block_id, element) => act("press", { as: page.state.me, view_id: view.id, block_id, action: element, values: kept }),
    suggest: (block_id, action_id, words) => act("suggest", { as: page.state.me, view_id: view.id, block_id, action_id, words }),
  };
  const scroll = dialog?.dataset.view === view.id ? dialog.querySelector(".modal-body").scrollTop : 0;
  const focused = dialog?.contains(document.activeElement) ? document.activeElement.closest("[data-block]")?.dataset.block : null;
  const another = !dialog;
  dialog ??= h("dialog", { class: "modal", "aria-labelledby": "modal-title" });
  dialog.dataset.view = view.id;
  fill(dialog, form(view, place, trouble, page));
  if (another) {
    holder.append(dialog);
    dialog.addEventListener("cancel", (event) => {
      event.preventDefault();
      const open = page.state.stack.at(-1);
      if (open) act("close", { as: page.state.me, view_id: open.view.id });
    });
    dialog.showModal();
  }
  dialog.querySelector(".modal-body").scrollTop = scroll;
  focus(errors, focused);
}

/** What was typed stays while the same input is there; a new one starts with what the view says. */
function keep(view) {
  const before = typed.get(view.id) ?? {};
  const server = view.state?.values ?? {};
  const kept = {};
  for (const block of view.blocks) {
    const element = block.element ?? block.accessory;
    if (!element?.action_id) continue;
    const value = before[block.block_id]?.[element.action_id] ?? server[block.block_id]?.[element.action_id];
    if (value) kept[block.block_id] = { [element.action_id]: value };
  }
  typed.set(view.id, kept);
  return kept;
}

function form(view, place, trouble, page) {
  const submit = view.submit ? h("button", { type: "submit", class: "button primary" }, view.submit.text) : null;
  const close = (clear) => act("close", { as: page.state.me, view_id: view.id, clear });
  return h(
    "form",
    {
      method: "dialog",
      novalidate: true,
      onsubmit: async (event) => {
        event.preventDefault();
        if (!submit) return;
        submit.classList.add("busy");
        submit.disabled = true;
        try {
          await act("submit", { as: page.state.me, view_id: view.id, values: place.state });
        } finally {
          submit.classList.remove("busy");
          submit.disabled = false;
        }
      },
    },
    h(
      "div",
      { class: "modal-head" },
      h("h2", { id: "modal-title" }, view.title.text),
      h("button", { type: "button", class: "close", "aria-label": "Close", onclick: () => close(true) }, "×"),
    ),
    h("div", { class: "modal-body blocks" }, trouble ? h("div", { class: "trouble", role: "alert" }, trouble) : null, drawBlocks(view.blocks, place)),
    h(
      "div",
      { class: "modal-foot" },
      h("button", { type: "button", class: "button", onclick: () => close(false) }, view.close?.text ?? (view.submit ? "Cancel" : "Close")),
      submit,
    ),
  );
}

function focus(errors, focused) {
  const wrong = Object.keys(errors ?? {})[0];
  const block = wrong ?? focused;
  const within = block ? dialog.querySelector(`[data-block="${CSS.escape(block)}"]`) : dialog.querySelector(".modal-body .input");
  (within?.querySelector("input:not([hidden]), textarea, select, button") ?? dialog.querySelector(".modal-foot .primary, .modal-foot .button"))?.focus();
}
