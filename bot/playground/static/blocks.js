// Block Kit as DOM. Every press goes through `place.press`, so that a message, a modal and the home tab share this.
import { fill, h, uniqueId } from "./dom.js";
import { inputElement } from "./inputs.js";
import { textObject } from "./mrkdwn.js";

/**
 * place: {people, press(block_id, element): Promise, state: values by block_id, errors: {block_id: words},
 *         changed(block_id, action_id, value), suggest(block_id, action_id, words): Promise}
 */
export function drawBlocks(blocks, place) {
  return blocks.map((block) => {
    try {
      const drawn = DRAW[block.type]?.(block, place);
      if (!drawn) throw new Error(`no drawing for ${block.type}`);
      drawn.dataset.block = block.block_id ?? "";
      return drawn;
    } catch (fault) {
      return h("div", { class: "block broken", role: "alert" }, `This block cannot be drawn: ${fault.message}`);
    }
  });
}

const DRAW = {
  header: (block, place) => h("h3", { class: "block header" }, textObject(block.text, place.people)),
  divider: () => h("hr", { class: "block divider" }),
  section: (block, place) =>
    h(
      "div",
      { class: "block section" },
      h(
        "div",
        { class: "section-text" },
        block.text ? h("div", { class: "mrkdwn" }, textObject(block.text, place.people)) : null,
        block.fields
          ? h("div", { class: "fields" }, block.fields.map((field) => h("div", { class: "field mrkdwn" }, textObject(field, place.people))))
          : null,
      ),
      block.accessory ? h("div", { class: "accessory" }, element(block.accessory, block, place)) : null,
    ),
  actions: (block, place) =>
    h("div", { class: "block actions" }, block.elements.map((each) => element(each, block, place))),
  context: (block, place) =>
    h(
      "div",
      { class: "block context" },
      block.elements.map((each) =>
        each.type === "image"
          ? h("img", { src: each.image_url, alt: each.alt_text, class: "context-image" })
          : h("span", { class: "mrkdwn" }, textObject(each, place.people)),
      ),
    ),
  image: (block) =>
    h("figure", { class: "block image" }, h("img", { src: block.image_url, alt: block.alt_text }), block.title ? h("figcaption", {}, block.title.text) : null),
  input: (block, place) => inputBlock(block, place),
  rich_text: (block, place) => h("div", { class: "block mrkdwn" }, block.elements.map((part) => richText(part, place))),
  markdown: (block) => h("div", { class: "block mrkdwn" }, block.text),
};

function richText(part, place) {
  if (part.type === "text") return part.style?.bold ? h("strong", {}, part.text) : part.text;
  if (part.type === "link") return h("a", { href: part.url, target: "_blank", rel: "noreferrer noopener" }, part.text ?? part.url);
  if (part.type === "user") return h("span", { class: "mention" }, `@${place.people.get(part.user_id)?.real_name ?? part.user_id}`);
  if (part.type === "rich_text_list") return h(part.style === "ordered" ? "ol" : "ul", {}, part.elements.map((item) => h("li", {}, richText(item, place))));
  return h("span", {}, (part.elements ?? []).map((inner) => richText(inner, place)));
}

function inputBlock(block, place) {
  const id = uniqueId("input");
  const error = place.errors?.[block.block_id];
  const grouped = ["checkboxes", "radio_buttons"].includes(block.element.type);
  const label = [block.label.text, block.optional ? h("span", { class: "optional" }, " (optional)") : null];
  const control = inputElement(block.element, {
    id,
    describedBy: `${id}-hint ${id}-error`,
    invalid: Boolean(error),
    required: !block.optional,
    value: place.state?.[block.block_id]?.[block.element.action_id],
    changed: (value) => place.changed?.(block.block_id, block.element.action_id, value),
    suggest: (words) => place.suggest(block.block_id, block.element.action_id, words),
  });
  const rest = [
    block.hint ? h("div", { class: "hint", id: `${id}-hint` }, block.hint.text) : null,
    h("div", { class: "field-error", id: `${id}-error`, role: error ? "alert" : null }, error ?? ""),
  ];
  const names = { class: `block input ${error ? "invalid" : ""}` };
  return grouped
    ? h("fieldset", names, h("legend", {}, label), control, rest)
    : h("div", names, h("label", { for: id }, label), control, rest);
}

function element(each, block, place) {
  if (each.type === "button") return button(each, block, place);
  if (each.type === "image") return h("img", { src: each.image_url, alt: each.alt_text, class: "thumb" });
  const id = uniqueId("element");
  return inputElement(each, {
    id,
    label: each.placeholder?.text,
    value: place.state?.[block.block_id]?.[each.action_id],
    changed: (value) => place.press(block.block_id, { ...value, action_id: each.action_id }),
    suggest: (words) => place.suggest(block.block_id, each.action_id, words),
  });
}

function button(each, block, place) {
  const words = textObject(each.text, place.people);
  const names = `button ${each.style ?? ""}`;
  if (each.url) {
    return h("a", { class: names, href: each.url, target: "_blank", rel: "noreferrer noopener", "aria-label": each.accessibility_label }, words);
  }
  const drawn = h("button", { type: "button", class: names, "aria-label": each.accessibility_label }, words);
  drawn.addEventListener("click", async () => {
    if (each.confirm && !(await confirmed(each.confirm))) return;
    drawn.classList.add("busy");
    drawn.setAttribute("aria-busy", "true");
    try {
      await place.press(block.block_id, { type: "button", action_id: each.action_id });
    } finally {
      drawn.classList.remove("busy");
      drawn.removeAttribute("aria-busy");
    }
  });
  return drawn;
}

/** Slack's confirmation dialog, as a native one. */
function confirmed(confirm) {
  return new Promise((answer) => {
    const dialog = h("dialog", { class: "confirm" });
    fill(
      dialog,
      h("h2", {}, confirm.title.text),
      h("p", {}, confirm.text.text),
      h(
        "div",
        { class: "confirm-buttons" },
        h("button", { type: "button", class: "button", onclick: () => dialog.close("no") }, confirm.deny.text),
        h("button", { type: "button", class: `button ${confirm.style === "danger" ? "danger" : "primary"}`, onclick: () => dialog.close("yes") }, confirm.confirm.text),
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
