// While something is pressed, updates from the server wait, so that nothing changes under the pointer. A browser sends a
// click only if the pressed element is still there on release.

const CONTROLS = "button, a[href], label, [role=option]";
const LATE = 500; // ms after release within which a click follows, if any: the pointer may have moved away

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
document.addEventListener("click", over); // after the other click listeners
window.addEventListener("blur", over);
