// Block Kit as DOM. Every press goes through `place.press`, so that messages, modals and the Home tab share this code.
import { button } from "./button.js";
import { h, uniqueId } from "./dom.js";
import { inputElement } from "./inputs.js";
import { textObject } from "./mrkdwn.js";
import { richText } from "./rich_text.js";

/**
 * place: {people, me, heading: the element of a header block, press(block_id, element): Promise,
 *         suggest(block_id, action_id, text): Promise, and in a modal: state: values by block_id,
 *         errors: {block_id: text}, changed(block_id, action_id, value)}
 */
export function drawBlocks(blocks, place) {
  return blocks.map((block) => {
    try {
      const drawn = DRAW[block.type]?.(block, place);
      if (!drawn) throw new Error(`unknown block type ${block.type}`);
      drawn.dataset.block = block.block_id ?? "";
      return drawn;
    } catch (fault) {
      return h("div", { class: "block broken", role: "alert" }, `This block can't be displayed: ${fault.message}`);
    }
  });
}

const DRAW = {
  header: (block, place) => h(place.heading, { class: "block header passage" }, textObject(block.text, place.people)),
  divider: () => h("hr", { class: "block divider" }),
  section: (block, place) =>
    h(
      "div",
      { class: "block section" },
      h(
        "div",
        { class: "section-text" },
        block.text ? h("div", { class: "mrkdwn passage" }, textObject(block.text, place.people)) : null,
        block.fields ? h("div", { class: "fields" }, block.fields.map((field) => h("div", { class: "mrkdwn passage" }, textObject(field, place.people)))) : null,
      ),
      block.accessory ? h("div", { class: "accessory" }, element(block.accessory, block, place)) : null,
    ),
  actions: (block, place) => h("div", { class: "block actions" }, block.elements.map((each) => element(each, block, place))),
  context: (block, place) =>
    h(
      "div",
      { class: "block context" },
      block.elements.map((each) =>
        each.type === "image" ? image(each, "context-image") : h("span", { class: "mrkdwn" }, textObject(each, place.people)),
      ),
    ),
  image: (block, place) => h("figure", { class: "block image" }, image(block, "", place), block.title ? h("figcaption", {}, block.title.text) : null),
  input: (block, place) => inputBlock(block, place),
  rich_text: (block, place) => h("div", { class: "block mrkdwn passage" }, block.elements.map((part) => richText(part, place.people))),
  markdown: (block) => h("div", { class: "block mrkdwn passage" }, block.text),
};

/** An uploaded picture is only served to people who may see it, so its URL names the viewer. */
function image(each, names, place) {
  const src = each.slack_file ? `${each.image_url}?as=${encodeURIComponent(place.me)}` : each.image_url;
  return h("img", { src, alt: each.alt_text, class: names });
}

const GROUPS = ["checkboxes", "radio_buttons"];

function inputBlock(block, place) {
  const id = uniqueId("input");
  const describedBy = `${id}-hint ${id}-error`;
  const grouped = GROUPS.includes(block.element.type);
  const label = [block.label.text, block.optional ? h("span", { class: "optional" }, " (optional)") : null];
  const control = inputElement(block.element, {
    id,
    describedBy: grouped ? null : describedBy,
    required: !block.optional,
    value: place.state?.[block.block_id]?.[block.element.action_id],
    changed: (value) => place.changed?.(block.block_id, block.element.action_id, value),
    suggest: (words) => place.suggest(block.block_id, block.element.action_id, words),
  });
  const rest = [
    block.hint ? h("div", { class: "hint", id: `${id}-hint` }, block.hint.text) : null,
    h("div", { class: "field-error", id: `${id}-error` }),
  ];
  const drawn = grouped
    ? h("fieldset", { class: "block input", "aria-describedby": describedBy }, h("legend", {}, label), control, rest)
    : h("div", { class: "block input" }, h("label", { for: id }, label), control, rest);
  showError(drawn, place.errors?.[block.block_id]);
  return drawn;
}

/** Shows an error at an input block, or removes it. */
export function showError(input, error) {
  const line = input.querySelector(".field-error");
  line.textContent = error ?? "";
  input.classList.toggle("invalid", Boolean(error));
  for (const each of input.querySelectorAll("input, textarea, select")) {
    if (error) each.setAttribute("aria-invalid", "true");
    else each.removeAttribute("aria-invalid");
  }
}

function element(each, block, place) {
  if (each.type === "button") return button(each, (pressed) => place.press(block.block_id, pressed), place.people);
  if (each.type === "image") return image(each, "thumb");
  return inputElement(each, {
    id: uniqueId("element"),
    label: each.placeholder?.text ?? "Choose",
    value: place.state?.[block.block_id]?.[each.action_id],
    changed: (value) => place.press(block.block_id, { ...value, action_id: each.action_id }),
    suggest: (words) => place.suggest(block.block_id, each.action_id, words),
  });
}
