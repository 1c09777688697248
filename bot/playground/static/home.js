// The App Home tab.
import { act } from "./api.js";
import { drawBlocks } from "./blocks.js";
import { head } from "./conversation.js";
import { fill, h } from "./dom.js";

export function drawHome(main, page) {
  const { state } = page;
  const view = state.home;
  const before = main.querySelector(".home")?.scrollTop ?? 0;
  const place = view && {
    people: state.people,
    press: (block_id, element) => act("press", { as: state.me, view_id: view.id, block_id, action: element }),
    suggest: (block_id, action_id, words) => act("suggest", { as: state.me, view_id: view.id, block_id, action_id, words }),
  };
  fill(
    main,
    head(page),
    h(
      "div",
      { class: "home", role: "tabpanel", "aria-label": "Home", tabindex: "0" },
      h("div", { class: "home-card blocks" }, view ? drawBlocks(view.blocks, place) : h("p", { class: "empty" }, "Sourcer is drawing your home…")),
    ),
  );
  main.querySelector(".home").scrollTop = before;
}
