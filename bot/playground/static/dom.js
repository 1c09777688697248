// Builds elements without innerHTML: text stays text, whatever it contains.

const PROPERTIES = new Set(["value", "checked", "disabled", "selected"]);
const present = (children) => children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false);

/** h("button", {class: "x", onclick: f}, "text", child, [more]) */
export function h(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes ?? {})) {
    if (value === false || value === null || value === undefined) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (!PROPERTIES.has(name)) element.setAttribute(name, value === true ? "" : String(value));
  }
  element.append(...present(children));
  // After the children, because a select needs its options first; after the attributes, so that maxlength cuts nothing.
  for (const name of PROPERTIES) if (attributes?.[name] !== undefined && attributes[name] !== null) element[name] = attributes[name];
  return element;
}

/** Replaces the children of an element. */
export function fill(element, ...children) {
  element.replaceChildren(...present(children));
  return element;
}

const nodes = new WeakMap(); // element → Map(key → node)

/**
 * Sets the children of an element from [key, draw] pairs. A child whose key was there before is not redrawn or touched,
 * so that focus, scroll position and open menus survive.
 */
export function keep(element, parts) {
  const before = nodes.get(element) ?? new Map();
  const now = new Map(parts.map(([key, draw]) => [key, before.get(key) ?? draw()]));
  nodes.set(element, now);
  sync(element, [...now.values()]);
}

function sync(element, children) {
  const staying = new Set(children);
  for (const child of [...element.childNodes]) if (!staying.has(child)) child.remove();
  children.forEach((node, at) => {
    if (element.childNodes[at] !== node) element.insertBefore(node, element.childNodes[at] ?? null);
  });
}

let counter = 0;
export const uniqueId = (prefix) => `${prefix}-${++counter}`;

/** Announces a text to screen readers without showing it. */
export function announce(text) {
  document.getElementById("said").textContent = text;
}

const TOAST = 10_000; // ms

/** A message at the bottom of the page. It disappears by itself, unless it is hovered or focused. */
export function toast(text, { bad = false } = {}) {
  const line = h(
    "div",
    { class: `toast ${bad ? "bad" : ""}`, role: bad ? "alert" : "status" },
    h("span", {}, text),
    h("button", { type: "button", "aria-label": "Dismiss", onclick: () => line.remove() }, "×"),
  );
  document.getElementById("toasts").append(line);
  const leave = () => (line.matches(":hover, :focus-within") ? setTimeout(leave, 1000) : line.remove());
  setTimeout(leave, TOAST);
}

const date = (ts) => new Date(Number(ts) * 1000);

let ahead = 0; // seconds that the demo clock is ahead

export const setAhead = (seconds) => void (ahead = seconds);

/** The current time in the workspace, in ms. */
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
