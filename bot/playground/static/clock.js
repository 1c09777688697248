// The demo clock: its current time, and buttons to set it forward.
import { act } from "./api.js";
import { announce, h, nowThere } from "./dom.js";

const STEPS = { day: "+1 day", week: "+1 week", month: "+1 month" };
const EVERY = 10_000; // ms

const there = () => new Date(nowThere());
const timeText = () => there().toLocaleString([], { weekday: "short", month: "short", day: "numeric", year: "numeric", hour: "numeric", minute: "2-digit" });

export function drawClock(page) {
  return h(
    "section",
    { class: "clock" },
    h("h2", { id: "clock" }, "Time"),
    h("time", { datetime: there().toISOString() }, timeText()),
    h("div", { class: "steps", role: "group", "aria-labelledby": "clock" }, Object.keys(STEPS).map((step) => button(step, page))),
  );
}

function button(step, page) {
  const forward = async (event) => {
    const pressed = event.currentTarget;
    pressed.disabled = true;
    const answer = await act("forward", { as: page.state.me, step });
    if (answer.ok) announce(`It is ${timeText()}.`);
    const now = document.querySelector(`[data-focus="step-${step}"]`);
    now.disabled = false;
    if (document.activeElement === document.body) now.focus();
  };
  return h("button", { type: "button", class: "step", "data-focus": `step-${step}`, onclick: forward }, STEPS[step]);
}

setInterval(() => {
  const shown = document.querySelector(".clock time");
  if (!shown) return;
  shown.textContent = timeText();
  shown.dateTime = there().toISOString();
}, EVERY);
