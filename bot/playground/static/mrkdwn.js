// Slack's mrkdwn as DOM nodes: *bold* _italic_ ~strike~ `code` ```pre``` > quote, <links>, <@people>, <#channels>.
import { h } from "./dom.js";

const decode = (text) => text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");
const SAFE = /^(https?:|mailto:)/i;
const MARKED = /<([^<>]+)>|```([\s\S]+?)```|`([^`\n]+)`|(?<![\w*])\*(?=\S)([^*\n]+?)(?<=\S)\*(?![\w*])|(?<![\w_])_(?=\S)([^_\n]+?)(?<=\S)_(?![\w_])|(?<![\w~])~(?=\S)([^~\n]+?)(?<=\S)~(?![\w~])/g;

function reference(inner, people) {
  const [target, label] = inner.split("|", 2);
  if (target.startsWith("@")) {
    const person = people.get(target.slice(1));
    return h("span", { class: "mention" }, `@${label ?? person?.real_name ?? target.slice(1)}`);
  }
  if (target.startsWith("#")) return h("span", { class: "mention" }, `#${label ?? target.slice(1)}`);
  if (target.startsWith("!date^")) return label ?? "";
  if (target.startsWith("!")) return h("span", { class: "mention" }, `@${label ?? target.slice(1)}`);
  const words = decode(label ?? target.replace(/^mailto:/, ""));
  const url = decode(target);
  return SAFE.test(url) ? h("a", { href: url, target: "_blank", rel: "noreferrer noopener" }, words) : words;
}

function inline(text, people) {
  const parts = [];
  let from = 0;
  for (const found of text.matchAll(MARKED)) {
    parts.push(decode(text.slice(from, found.index)));
    from = found.index + found[0].length;
    const [, link, pre, code, bold, italic, strike] = found;
    if (link !== undefined) parts.push(reference(link, people));
    else if (pre !== undefined) parts.push(h("pre", {}, decode(pre.replace(/^\n/, ""))));
    else if (code !== undefined) parts.push(h("code", {}, decode(code)));
    else if (bold !== undefined) parts.push(h("strong", {}, inline(bold, people)));
    else if (italic !== undefined) parts.push(h("em", {}, inline(italic, people)));
    else parts.push(h("s", {}, inline(strike, people)));
  }
  parts.push(decode(text.slice(from)));
  return parts;
}

/** Nodes for a mrkdwn text; lines starting with &gt; become a quotation. */
export function mrkdwn(text, people) {
  const nodes = [];
  let quoted = [];
  const flush = () => {
    if (quoted.length) nodes.push(h("blockquote", {}, inline(quoted.join("\n"), people)));
    quoted = [];
  };
  const lines = text.includes("```") ? [text] : text.split("\n");
  lines.forEach((line, at) => {
    if (/^(&gt;|>)\s?/.test(line)) {
      quoted.push(line.replace(/^(&gt;|>)\s?/, ""));
      return;
    }
    flush();
    nodes.push(...inline(line, people), at < lines.length - 1 ? "\n" : "");
  });
  flush();
  return nodes;
}

/** A text object of Block Kit. */
export function textObject(text, people) {
  if (!text) return [];
  return text.type === "mrkdwn" ? mrkdwn(text.text, people) : [emoji(text.text)];
}

const EMOJI = { mag: "🔍", star: "⭐", warning: "⚠️", white_check_mark: "✅", large_blue_circle: "🔵", wave: "👋" };
const emoji = (text) => text.replace(/:([a-z_]+):/g, (whole, name) => EMOJI[name] ?? whole);
