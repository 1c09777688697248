// Elements without innerHTML: text stays text, whatever stands in it.

const PROPERTIES = new Set(["value", "checked", "disabled", "selected"]);
const there = (children) => children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false);

/** h("button", {class: "x", onclick: f}, "words", child, [more]) */
export function h(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes ?? {})) {
    if (value === false || value === null || value === undefined) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (!PROPERTIES.has(name)) element.setAttribute(name, value === true ? "" : String(value));
  }
  element.append(...there(children));
  // After the children: a select takes its value from its options. After the attributes: maxlength cuts nothing.
  for (const name of PROPERTIES) if (attributes?.[name] !== undefined && attributes[name] !== null) element[name] = attributes[name];
  return element;
}

/** Replace what an element holds. */
export function fill(element, ...children) {
  element.replaceChildren(...there(children));
  return element;
}

const kept = new WeakMap(); // element → Map(key → node)

/**
 * Make [key, draw] each a child of an element. What had the key before is not drawn and not touched, so that focus,
 * scrolling and an open menu stay.
 */
export function keep(element, parts) {
  const before = kept.get(element) ?? new Map();
  const now = new Map(parts.map(([key, draw]) => [key, before.get(key) ?? draw()]));
  kept.set(element, now);
  sync(element, [...now.values()]);
}

function sync(element, nodes) {
  const staying = new Set(nodes);
  for (const child of [...element.childNodes]) if (!staying.has(child)) child.remove();
  nodes.forEach((node, at) => {
    if (element.childNodes[at] !== node) element.insertBefore(node, element.childNodes[at] ?? null);
  });
}

let counter = 0;
export const uniqueId = (prefix) => `${prefix}-${++counter}`;

/** Says something to screen readers, without showing it. */
export function announce(words) {
  document.getElementById("said").textContent = words;
}

const TOAST = 10_000; // ms

/** A line at the foot of the page; it goes away by itself, unless somebody is on it. */
export function toast(words, { bad = false } = {}) {
  const line = h(
    "div",
    { class: `toast ${bad ? "bad" : ""}`, role: bad ? "alert" : "status" },
    h("span", {}, words),
    h("button", { type: "button", "aria-label": "Dismiss", onclick: () => line.remove() }, "×"),
  );
  document.getElementById("toasts").append(line);
  const leave = () => (line.matches(":hover, :focus-within") ? setTimeout(leave, 1000) : line.remove());
  setTimeout(leave, TOAST);
}

const date = (ts) => new Date(Number(ts) * 1000);

let ahead = 0; // seconds that the demo's clock is set forward

export const setAhead = (seconds) => void (ahead = seconds);

/** What time it is in the workspace, in ms. */
export const nowThere = () => Date.now() + ahead * 1000;

export const clock = (ts) => date(ts).toLocaleTimeString([], { hour: "numeric", minute: "2-digit" });

export const isoTime = (ts) => date(ts).toISOString();

/** "Today", "Yesterday" or "Monday, November 23". */
export function day(ts) {
  const ago = (days) => new Date(nowThere() - days * 86_400_000).toDateString();
  const at = date(ts);
  if (at.toDateString() === ago(0)) return "Today";
  if (at.toDateString() === ago(1)) return "Yesterday";
  return at.toLocaleDateString([], { weekday: "long", month: "long", day: "numeric" });
}
