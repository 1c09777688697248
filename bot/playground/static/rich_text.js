// Rich text blocks: the elements that an app may send.
import { h } from "./dom.js";
import { safeLink } from "./mrkdwn.js";

export function richText(part, people) {
  const inner = () => (part.elements ?? []).map((each) => richText(each, people));
  switch (part.type) {
    case "text":
      return styled(part);
    case "link":
      return safeLink(part.url, part.text ?? part.url);
    case "user":
      return h("span", { class: "mention" }, `@${people.get(part.user_id)?.real_name ?? part.user_id}`);
    case "rich_text_list":
      return h(part.style === "ordered" ? "ol" : "ul", {}, part.elements.map((item) => h("li", {}, richText(item, people))));
    case "rich_text_quote":
      return h("blockquote", {}, inner());
    case "rich_text_preformatted":
      return h("pre", {}, inner());
    default:
      return h("span", {}, inner());
  }
}

function styled({ text, style = {} }) {
  let drawn = text;
  if (style.code) drawn = h("code", {}, drawn);
  if (style.bold) drawn = h("strong", {}, drawn);
  if (style.italic) drawn = h("em", {}, drawn);
  if (style.strike) drawn = h("s", {}, drawn);
  return drawn;
}
