// What the server is asked. See bot/playground/page/routes.py for the words.
import { toast } from "./dom.js";
import { released } from "./press.js";

const BASE = "/playground/api/";
const AGAIN = 1000; // ms until a lost stream is opened again

/** GET, as a person. */
export async function read(path, query) {
  const answer = await fetch(`${BASE}${path}?${new URLSearchParams(query)}`);
  if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
  const said = await answer.json();
  await released();
  return said;
}

/** POST a deed. Trouble that belongs to no field is shown here; the answer is given back for the rest. */
export async function act(deed, body) {
  let answer;
  try {
    const response = await fetch(BASE + deed, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(body),
    });
    answer = await response.json();
  } catch {
    answer = { ok: false, trouble: "The playground does not answer. Is it still running in the terminal?" };
  }
  await released();
  if (!answer.ok && answer.trouble && !Object.keys(answer.errors ?? {}).length) toast(answer.trouble, { bad: true });
  return answer;
}

/**
 * The stream of what happens to a person; `on` maps event names to functions, `lost` is called when the line breaks
 * (it is opened again, and begins with "hello"). Gives back a function that ends it.
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
