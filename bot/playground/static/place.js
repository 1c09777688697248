// Preserves the focus and scroll position while parts of the page are redrawn.

const CONTROLS = "button:not([hidden]), a[href], input:not([hidden]), select, textarea";
const NEAR_END = 160; // px: someone this close to the end is following the conversation

const controls = (place) => [...place.querySelectorAll(CONTROLS)].filter((each) => !each.closest(".popup"));
const nameOf = (control) => control.getAttribute("aria-label") ?? control.textContent;

/** Describes where a control is, in a form that still holds after the card around it is redrawn. */
export function placeOf(control) {
  const place = control?.closest?.("[data-place]");
  if (!place || control === place) return place ? { in: place.dataset.place, at: -1 } : null;
  const all = controls(place);
  return { in: place.dataset.place, at: all.indexOf(control), of: all.length, name: nameOf(control), block: blockOf(control) };
}

const blockOf = (control) => control.closest("[data-block]")?.dataset.block;

/**
 * Focuses the same control again: by name, or by position if it was renamed (as Star is). If the card now shows something
 * else, focuses the card. Returns the focused element.
 */
export function backTo(place, { another = false } = {}) {
  if (!place) return null;
  const card = document.querySelector(`[data-place="${CSS.escape(place.in)}"]`);
  if (!card) return null;
  if (card.contains(document.activeElement) && document.activeElement !== card) return document.activeElement;
  const all = controls(card);
  const same = all.filter((each) => nameOf(each) === place.name);
  const found = same.find((each) => blockOf(each) === place.block) ?? same[0] ?? (another ? null : all[Math.min(place.at, all.length - 1)]);
  (found ?? card).focus({ preventScroll: true });
  return found ?? card;
}

/**
 * Call before redrawing the list; returns a function to call afterwards with what happened, which returns true if an
 * added message is in view.
 */
export function hold(scroller, list) {
  const top = (element) => element.getBoundingClientRect().top;
  const edge = top(scroller);
  const nearEnd = scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < NEAR_END;
  const active = list.contains(document.activeElement) ? document.activeElement : null;
  const focus = placeOf(active);
  const activeTop = active && top(active);
  const below = [...list.children].filter((each) => each.dataset.place && each.getBoundingClientRect().bottom > edge);
  const tops = new Map(below.map((each) => [each, top(each)]));
  const find = (place) => list.querySelector(`[data-place="${CSS.escape(place)}"]`);

  return function settle({ added, changed, another, follow }) {
    const focused = backTo(focus, { another });
    // Keep the top of the changed card in place, or else something that was not redrawn and so kept its height.
    const same = changed && below.find((each) => each.dataset.place === changed.dataset.place);
    const first = same ?? below.find((each) => each.isConnected) ?? below[0];
    const still = first && find(first.dataset.place);
    if (added && (follow || nearEnd)) return showEnd(scroller, added);
    if (changed && !another && focused && focused !== changed) scroller.scrollTop += top(focused) - activeTop;
    else if (still) scroller.scrollTop += top(still) - tops.get(first);
    if (another) reveal(scroller, changed);
    return false;
  };
}

/** A loaded picture makes its card taller: stay at the end if the list was there. */
export function stayAtEnd(scroller, list) {
  const came = ({ target: picture }) => {
    const left = scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight;
    if (left && left - picture.offsetHeight < NEAR_END) showEnd(scroller, list.lastElementChild);
  };
  list.addEventListener("load", came, true); // it does not bubble
}

/** Scrolls to the end of the conversation, or to the top of a card taller than the window. Returns true: it is shown. */
export function showEnd(scroller, last) {
  scroller.scrollTop = scroller.scrollHeight;
  if (last && last.getBoundingClientRect().top < scroller.getBoundingClientRect().top) showTop(scroller, last);
  return true;
}

/** Scrolls no further than needed to show as much of a card as fits, its top first. */
function reveal(scroller, card) {
  const [window, shown] = [scroller.getBoundingClientRect(), card.getBoundingClientRect()];
  if (shown.top < window.top) showTop(scroller, card);
  else if (shown.bottom > window.bottom) scroller.scrollTop += Math.min(shown.bottom - window.bottom, shown.top - window.top);
}

function showTop(scroller, element) {
  scroller.scrollTop += element.getBoundingClientRect().top - scroller.getBoundingClientRect().top;
}
