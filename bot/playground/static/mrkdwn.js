// Slack's mrkdwn as DOM nodes: *bold* _italic_ ~strike~ `code` ```pre``` > quote, <links>, <@people>, <#channels>.
import { h } from "./dom.js";

const decode = (text) => text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");
const SAFE = /^(https?:|mailto:|tel:)/i;

/** Formatting marks only count at word boundaries: `(?<![\w*])\*(?=\S)…(?<=\S)\*(?![\w*])`. */
const between = (mark) => {
  const sign = `\\${mark}`;
  return `(?<![\\w${sign}])${sign}(?=\\S)([^${sign}\\n]+?)(?<=\\S)${sign}(?![\\w${sign}])`;
};
const MARKED = new RegExp(["<([^<>]+)>", "```([\\s\\S]+?)```", "`([^`\\n]+)`", between("*"), between("_"), between("~")].join("|"), "g");

/** A link that opens in a new tab; other schemes (javascript:, data:) stay plain text. */
export function safeLink(url, text) {
  return SAFE.test(url) ? h("a", { href: url, target: "_blank", rel: "noreferrer noopener" }, text) : text;
}

function reference(inner, people) {
  const bar = inner.indexOf("|");
  const target = bar < 0 ? inner : inner.slice(0, bar);
  const label = bar < 0 ? undefined : inner.slice(bar + 1);
  const id = target.slice(1);
  if (target.startsWith("@")) return mention(`@${people.get(id)?.real_name ?? label ?? id}`);
  if (target.startsWith("#")) return mention(`#${label ?? id}`);
  if (target.startsWith("!date^")) return label ?? "";
  if (target.startsWith("!")) return mention(`@${label ?? id}`);
  return safeLink(decode(target), decode(label ?? target.replace(/^mailto:/, "")));
}

const mention = (text) => h("span", { class: "mention" }, text);

function inline(text, people) {
  const parts = [];
  let from = 0;
  for (const found of text.matchAll(MARKED)) {
    parts.push(decode(text.slice(from, found.index)));
    from = found.index + found[0].length;
    const [, link, pre, code, bold, italic, strike] = found;
    if (link !== undefined) parts.push(reference(link, people));
    else if (pre !== undefined) parts.push(h("pre", { tabindex: "0" }, decode(pre.replace(/^\n/, ""))));
    else if (code !== undefined) parts.push(h("code", {}, decode(code)));
    else if (bold !== undefined) parts.push(h("strong", {}, inline(bold, people)));
    else if (italic !== undefined) parts.push(h("em", {}, inline(italic, people)));
    else parts.push(h("s", {}, inline(strike, people)));
  }
  parts.push(decode(text.slice(from)));
  return parts;
}

/** Nodes for a mrkdwn text; lines starting with &gt; become a blockquote. */
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

/** A Block Kit text object. */
export function textObject(text, people) {
  if (!text) return [];
  return text.type === "mrkdwn" ? mrkdwn(text.text, people) : [text.text];
}
