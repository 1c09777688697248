// Calls to the server. bot/playground/page/routes.py documents the API.
import { toast } from "./dom.js";
import { released } from "./press.js";

const BASE = "/playground/api/";
const AGAIN = 1000; // ms until a lost stream is opened again

/** GET, on behalf of a person. */
export async function read(path, query) {
  const answer = await fetch(`${BASE}${path}?${new URLSearchParams(query)}`);
  if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
  const data = await answer.json();
  await released();
  return data;
}

/** POST an action. Errors that belong to no field are shown here; returns the answer. */
export async function act(action, body) {
  let answer;
  try {
    const response = await fetch(BASE + action, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(body),
    });
    answer = await response.json();
  } catch {
    answer = { ok: false, trouble: "The playground isn't responding. Is it still running in the terminal?" };
  }
  await released();
  if (!answer.ok && answer.trouble && !Object.keys(answer.errors ?? {}).length) toast(answer.trouble, { bad: true });
  return answer;
}

/**
 * A person's event stream. `on` maps event names to functions; `lost` is called when the connection breaks (it reconnects
 * and starts with "hello" again). Returns a function that closes the stream.
 */
export function follow(as, on, lost) {
  let stream;
  let timer;
  function open() {
    stream = new EventSource(`${BASE}events?${new URLSearchParams({ as })}`);
    for (const [name, react] of Object.entries(on)) {
      stream.addEventListener(name, (event) => react(JSON.parse(event.data)));
    }
    stream.addEventListener("error", () => {
      stream.close();
      lost();
      timer = setTimeout(open, AGAIN);
    });
  }
  open();
  return () => {
    clearTimeout(timer);
    stream.close();
  };
}
