// Where a person is on the page, kept while parts of it are drawn anew: focus, and what they are looking at.

const CONTROLS = "button:not([hidden]), a[href], input:not([hidden]), select, textarea";
const NEAR_END = 160; // px: somebody this near to the end follows the conversation

const controls = (place) => [...place.querySelectorAll(CONTROLS)].filter((each) => !each.closest(".popup"));
const nameOf = (control) => control.getAttribute("aria-label") ?? control.textContent;

/** Says where a control is, in words that still hold when the card around it was drawn anew. */
export function placeOf(control) {
  const place = control?.closest?.("[data-place]");
  if (!place || control === place) return place ? { in: place.dataset.place, at: -1 } : null;
  const all = controls(place);
  return { in: place.dataset.place, at: all.indexOf(control), of: all.length, name: nameOf(control), block: blockOf(control) };
}

const blockOf = (control) => control.closest("[data-block]")?.dataset.block;

/**
 * Focus goes back to the same control: of the same name, else (it was renamed, as Star is) the one in its place.
 * On a card that became another one, focus is on the card. Gives what has the focus now.
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
 * Call before the list is redrawn; gives the function to call after it, with what happened. That one gives true when
 * a message that was added came into sight.
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
    // The changed card keeps its top; else what was not drawn anew, and so has kept its height, stands still.
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

/** A picture that has come makes its card taller: who was at the end stays there. */
export function stayAtEnd(scroller, list) {
  const came = ({ target: picture }) => {
    const left = scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight;
    if (left && left - picture.offsetHeight < NEAR_END) showEnd(scroller, list.lastElementChild);
  };
  list.addEventListener("load", came, true); // it does not bubble
}

/** The end of the conversation; of a card that is taller than the window, its top. Gives true: it was shown. */
export function showEnd(scroller, last) {
  scroller.scrollTop = scroller.scrollHeight;
  if (last && last.getBoundingClientRect().top < scroller.getBoundingClientRect().top) showTop(scroller, last);
  return true;
}

/** No further than needed: as much of a card as there is room for, its top first. */
function reveal(scroller, card) {
  const [window, shown] = [scroller.getBoundingClientRect(), card.getBoundingClientRect()];
  if (shown.top < window.top) showTop(scroller, card);
  else if (shown.bottom > window.bottom) scroller.scrollTop += Math.min(shown.bottom - window.bottom, shown.top - window.top);
}

function showTop(scroller, element) {
  scroller.scrollTop += element.getBoundingClientRect().top - scroller.getBoundingClientRect().top;
}
