// What a person with weak eyes or thick fingers meets on the page. Evaluated in it by browser.py.
() => {
  const seen = (each) =>
    each.checkVisibility({ opacityProperty: true, visibilityProperty: true }) && !each.closest(".unseen, .skip");
  const all = (selector) => [...document.querySelectorAll(selector)].filter(seen);
  const words = (each) => (each.textContent || each.ariaLabel || "").trim().slice(0, 40);
  const say = (each) => `${each.tagName}.${each.className} “${words(each)}”`;

  const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const rgba = (colour) => {
    canvas.clearRect(0, 0, 1, 1);
    canvas.fillStyle = colour;
    canvas.fillRect(0, 0, 1, 1);
    return [...canvas.getImageData(0, 0, 1, 1).data];
  };
  const luminance = ([r, g, b]) => {
    const part = (x) => ((x /= 255) <= 0.03928 ? x / 12.92 : ((x + 0.055) / 1.055) ** 2.4);
    return 0.2126 * part(r) + 0.7152 * part(g) + 0.0722 * part(b);
  };
  const behind = (each) => {
    for (let at = each; at; at = at.parentElement) {
      const colour = rgba(getComputedStyle(at).backgroundColor);
      if (colour[3] > 250) return colour;
    }
    return [255, 255, 255, 255];
  };
  const contrast = (each) => {
    const both = [rgba(getComputedStyle(each).color), behind(each)].map(luminance);
    return (Math.max(...both) + 0.05) / (Math.min(...both) + 0.05);
  };
  const hasWords = (each) => [...each.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.data.trim());

  return {
    // Waits until nothing moves; what turns for ever (a busy button) does not count.
    still: async () => {
      const ending = document.getAnimations().filter((each) => each.effect.getTiming().iterations !== Infinity);
      await Promise.allSettled(ending.map((each) => each.finished));
    },
    // Words that stand out too little from what is behind them (WCAG 2.2, 1.4.3).
    pale: () =>
      all("*")
        .filter((each) => hasWords(each) && !each.closest(".busy, option, .gutter") && contrast(each) < 4.5)
        .map((each) => `${say(each)} ${contrast(each).toFixed(2)}`),
    // Controls smaller than `least` px; what stands within a sentence is let off, as WCAG does.
    small: (least) =>
      all("button, select, input, textarea, a.button")
        .filter((each) => !each.closest(".only-you"))
        .filter((each) => {
          const { width, height } = (each.closest("label, .combobox, .persona, .composer-row") ?? each).getBoundingClientRect();
          return height < least - 0.5 || width < least - 0.5;
        })
        .map(say),
    twice: () => {
      const ids = [...document.querySelectorAll("[id]")].map((each) => each.id);
      return ids.filter((id, at) => ids.indexOf(id) !== at);
    },
    // Attributes that name an element which is not there.
    astray: () =>
      ["aria-controls", "aria-labelledby", "aria-activedescendant", "for"].flatMap((name) =>
        [...document.querySelectorAll(`[${name}]`)].filter((each) => !document.getElementById(each.getAttribute(name))).map(say),
      ),
    levels: () => all("h1, h2, h3, h4").map((each) => Number(each.tagName[1])),
    // What reaches over the right edge of the window.
    wide: () =>
      all("main *, dialog *, nav *")
        .filter((each) => !each.closest("pre") && each.getBoundingClientRect().right > innerWidth + 1)
        .map(say),
  };
}
