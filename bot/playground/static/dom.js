// Elements without innerHTML: text stays text, whatever stands in it.

/** h("button", {class: "x", onclick: f}, "words", child, [more]) */
export function h(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes ?? {})) {
    if (value === false || value === null || value === undefined) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (name === "value" || name === "checked" || name === "disabled" || name === "selected") element[name] = value;
    else element.setAttribute(name, value === true ? "" : String(value));
  }
  element.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

/** Replace what an element holds. */
export function fill(element, ...children) {
  element.replaceChildren(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

let counter = 0;
export const uniqueId = (prefix) => `${prefix}-${++counter}`;

/** A line at the foot of the page that goes away by itself. */
export function toast(words, kind = "info") {
  const line = h("div", { class: `toast ${kind}` }, words);
  document.getElementById("toasts").append(line);
  setTimeout(() => line.remove(), 7000);
}

/** "9:41 AM" today, "Mon 9:41 AM" before. */
export function clock(ts) {
  const at = new Date(Number(ts) * 1000);
  const time = at.toLocaleTimeString([], { hour: "numeric", minute: "2-digit" });
  return at.toDateString() === new Date().toDateString() ? time : `${at.toLocaleDateString([], { weekday: "short" })} ${time}`;
}
