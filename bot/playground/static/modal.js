// Open modals: shows the top of the stack as a native dialog, which keeps the focus inside.
import { act } from "./api.js";
import { drawBlocks, showError } from "./blocks.js";
import { UNFINISHED } from "./combobox.js";
import { fill, h } from "./dom.js";
import { backTo, placeOf } from "./place.js";

const typed = new Map(); // view id → {block_id: {action_id: value}}: the current values of the inputs
let shown = null; // {id, hash, inputs, depth} of the drawn view
let dialog = null;
let opener = null; // where the focus was before
let sending = ""; // id of the view that is being submitted

export function drawModal(holder, page) {
  const { stack } = page.state;
  for (const id of typed.keys()) if (!stack.some((open) => open.view.id === id)) typed.delete(id);
  const top = stack.at(-1);
  if (!top) return closed(holder);
  const { view, errors, trouble } = top;
  if (shown?.id !== view.id || shown.hash !== view.hash || shown.depth !== stack.length) drawView(holder, view, page);
  tell(errors, trouble);
  return undefined;
}

function closed(holder) {
  if (!dialog) return;
  dialog.close();
  fill(holder);
  dialog = shown = null;
  // On a phone, focusing the message box would bring up the keyboard over what has just appeared.
  if (opener.in === "composer" && matchMedia("(hover: none)").matches) document.getElementById("main").focus();
  else backTo(opener);
  opener = null;
}

function drawView(holder, view, page) {
  const another = shown?.id !== view.id;
  const focus = another ? null : placeOf(document.activeElement);
  const inputs = view.blocks.filter((block) => block.type === "input").map((block) => block.block_id);
  const goesOn = !another && inputs.some((block) => shown.inputs.includes(block)); // otherwise it is another form: show its top
  const scroll = goesOn ? dialog.querySelector(".modal-body").scrollTop : 0;
  shown = { id: view.id, hash: view.hash, inputs, depth: page.state.stack.length };
  if (!dialog) open(holder, page);
  dialog.dataset.place = view.id;
  fill(dialog, form(view, page));
  dialog.querySelector(".modal-body").scrollTop = scroll;
  if (another) start();
  else backTo(focus);
}

function open(holder, page) {
  opener = placeOf(document.activeElement) ?? { in: "composer", name: "", at: 0 };
  dialog = h("dialog", { class: "modal", "aria-labelledby": "modal-title" });
  dialog.addEventListener("keydown", (event) => event.key === "Escape" && (event.preventDefault(), cancel(page)));
  dialog.addEventListener("cancel", (event) => event.target === dialog && (event.preventDefault(), cancel(page)));
  holder.append(dialog);
  dialog.showModal();
}

function cancel(page, clear = false) {
  const top = page.state.stack.at(-1);
  if (top) act("close", { as: page.state.me, view_id: top.view.id, clear });
}

/** Focuses the first input, or the only button. */
function start() {
  const first = [...dialog.querySelectorAll(".modal-body .input")].flatMap(controls)[0];
  (first ?? dialog.querySelector(".modal-foot .primary, .modal-foot .button")).focus();
}

const controls = (block) => [...block.querySelectorAll("input:checked, input:not([type=radio]), textarea, select")];

/** Shows errors at their fields without redrawing the form, so that its values and the caret stay. */
function tell(errors, trouble) {
  let wrong = null;
  for (const block of dialog.querySelectorAll(".input")) {
    const error = errors[block.dataset.block];
    showError(block, error);
    if (error) wrong ??= block;
  }
  const line = dialog.querySelector(".trouble");
  line.textContent = trouble ?? "";
  line.hidden = !trouble;
  if (wrong) goTo(wrong);
}

function goTo(block) {
  block.querySelector("input, textarea, select")?.focus();
  block.scrollIntoView({ block: "nearest" });
}

/** An input that is still there keeps what was typed; a new one starts with the value from the view. */
function keep(view) {
  const before = typed.get(view.id) ?? {};
  const server = view.state?.values ?? {};
  const values = {};
  for (const block of view.blocks) {
    const element = block.element ?? block.accessory;
    if (!element?.action_id) continue;
    const value = before[block.block_id]?.[element.action_id] ?? server[block.block_id]?.[element.action_id];
    if (value) values[block.block_id] = { [element.action_id]: value };
  }
  typed.set(view.id, values);
  return values;
}

function form(view, page) {
  const { state } = page;
  const values = keep(view);
  const place = {
    people: state.people,
    heading: "h3",
    state: values,
    changed: (block_id, action_id, value) => ((values[block_id] ??= {})[action_id] = value),
    press: (block_id, element) => act("press", { as: state.me, view_id: view.id, block_id, action: element, values }),
    suggest: (block_id, action_id, words) => act("suggest", { as: state.me, view_id: view.id, block_id, action_id, words }),
  };
  return h(
    "form",
    { method: "dialog", novalidate: true, onsubmit: (event) => submit(event, view, values, state), oninput: finished, onchange: finished },
    h(
      "div",
      { class: "modal-head" },
      h("h2", { id: "modal-title" }, view.title.text),
      h("button", { type: "button", class: "plain close", "aria-label": "Close", onclick: () => cancel(page, true) }, "×"),
    ),
    h("div", { class: "modal-body blocks" }, h("div", { class: "trouble", role: "alert", hidden: true }), drawBlocks(view.blocks, place)),
    h(
      "div",
      { class: "modal-foot" },
      h("button", { type: "button", class: "button large", onclick: () => cancel(page) }, view.close?.text ?? (view.submit ? "Cancel" : "Close")),
      view.submit ? h("button", { type: "submit", class: `button large primary ${sending === view.id ? "busy" : ""}` }, view.submit.text) : null,
    ),
  );
}

async function submit(event, view, values, state) {
  event.preventDefault();
  if (!view.submit || sending === view.id) return;
  const unfinished = [...event.target.elements].find((each) => each.validity?.customError);
  if (unfinished) {
    const block = unfinished.closest(".input");
    showError(block, unfinished.validationMessage);
    goTo(block);
    return;
  }
  sending = view.id;
  busy(true);
  try {
    await act("submit", { as: state.me, view_id: view.id, values });
  } finally {
    sending = "";
    busy(false);
  }
}

/** The error at an unfinished typeahead is removed once it no longer applies. */
function finished({ target }) {
  const block = target.closest(".input.invalid");
  if (block?.querySelector(".field-error").textContent === UNFINISHED && !target.validity.customError) showError(block, "");
}

function busy(is) {
  const button = dialog?.querySelector(".modal-foot .primary");
  button?.classList.toggle("busy", is);
  button?.setAttribute("aria-busy", String(is));
}
