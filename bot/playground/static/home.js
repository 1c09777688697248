// The App Home tab.
import { act } from "./api.js";
import { drawBlocks } from "./blocks.js";
import { head } from "./conversation.js";
import { fill, h } from "./dom.js";
import { backTo, placeOf } from "./place.js";

export function drawHome(main, page) {
  const { state } = page;
  const view = state.home;
  const before = main.querySelector(".home")?.scrollTop ?? 0;
  const focus = placeOf(document.activeElement);
  const place = view && {
    people: state.people,
    heading: "h2",
    press: (block_id, element) => act("press", { as: state.me, view_id: view.id, block_id, action: element }),
    suggest: (block_id, action_id, words) => act("suggest", { as: state.me, view_id: view.id, block_id, action_id, words }),
  };
  main.dataset.shows = "home";
  fill(
    main,
    head(page),
    h(
      "div",
      { class: "home", tabindex: "0", role: "region", "aria-label": "Home" },
      h(
        "div",
        { class: "home-card blocks", "data-place": "home", tabindex: "-1" },
        view ? drawBlocks(view.blocks, place) : h("p", { class: "loading" }, "Sourcer is drawing your home…"),
      ),
    ),
  );
  main.querySelector(".home").scrollTop = before;
  backTo(focus);
}
