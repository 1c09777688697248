// A press that is under way: what came from the server waits for its end, so that nothing changes under the pointer.
// A browser sends a click only when what was pressed is still there when it is let go.

const CONTROLS = "button, a[href], label, [role=option]";
const LATE = 500; // ms after letting go in which the click follows, if one does: the pointer may have been moved away

let held = null; // a promise, while something is pressed
let end = () => {};
let timer;

function begin() {
  clearTimeout(timer);
  held ??= new Promise((done) => (end = done));
}

function over() {
  clearTimeout(timer);
  held = null;
  end();
}

function letGo() {
  clearTimeout(timer);
  if (held) timer = setTimeout(over, LATE);
}

/** Waits until nothing is pressed. */
export const released = async () => held;

document.addEventListener("pointerdown", (event) => event.isPrimary && event.button === 0 && event.target.closest(CONTROLS) && begin(), true);
document.addEventListener("keydown", (event) => event.key === " " && event.target.closest("button") && begin(), true);
for (const name of ["pointerup", "pointercancel", "keyup"]) document.addEventListener(name, letGo, true);
document.addEventListener("click", over); // after those who hear of it
window.addEventListener("blur", over);
