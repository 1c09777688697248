// The App Home tab.
import { act } from "./api.js";
import { drawBlocks } from "./blocks.js";
import { head } from "./conversation.js";
import { fill, h } from "./dom.js";
import { backTo, placeOf } from "./place.js";

/** Draws the frame if it is missing, then what the app published; focus and scroll position stay. */
export function drawHome(main, page) {
  const { state } = page;
  if (main.dataset.shows !== `${state.me} home`) {
    main.dataset.shows = `${state.me} home`;
    fill(
      main,
      head(page),
      h(
        "div",
        { class: "home", tabindex: "0", role: "region", "aria-label": "Home" },
        h("div", { class: "home-card blocks", "data-place": "home", tabindex: "-1" }),
      ),
    );
  }
  const focus = placeOf(document.activeElement);
  const view = state.home;
  fill(
    main.querySelector(".home-card"),
    view ? drawBlocks(view.blocks, place(view, state)) : h("p", { class: "loading" }, "Loading your Home tab…"),
  );
  backTo(focus?.in === "home" ? focus : null);
}

function place(view, state) {
  const home = { as: state.me, view_id: view.id };
  return {
    people: state.people,
    heading: "h2",
    press: (block_id, element) => act("press", { ...home, block_id, action: element }),
    suggest: (block_id, action_id, words) => act("suggest", { ...home, block_id, action_id, words }),
  };
}
