// The input elements of Block Kit. Each calls `changed` with Slack's own shape of what stands in it.
import { h } from "./dom.js";
import { combobox } from "./combobox.js";

const shared = (o) => ({
  id: o.id,
  "aria-describedby": o.describedBy,
  "aria-invalid": o.invalid ? "true" : null,
  "aria-required": o.required ? "true" : null,
  "aria-label": o.label,
});

/** o: {id, describedBy, invalid, required, label, value (as in view.state), changed, suggest} */
export function inputElement(element, o) {
  const draw = DRAW[element.type];
  if (!draw) throw new Error(`no input for ${element.type}`);
  return draw(element, o);
}

function textInput(type) {
  return (element, o) => {
    const value = o.value?.value ?? element.initial_value ?? "";
    const attributes = {
      ...shared(o),
      placeholder: element.placeholder?.text,
      maxlength: element.max_length,
      value,
      oninput: (event) => o.changed({ type: element.type, value: event.target.value || null }),
    };
    if (element.multiline) return h("textarea", { ...attributes, rows: 5 });
    return h("input", { ...attributes, type, inputmode: element.type === "number_input" ? "decimal" : null, autocomplete: "off" });
  };
}

function singleSelect(element, o) {
  const chosen = o.value?.selected_option ?? element.initial_option;
  const options = element.options ?? (element.option_groups ?? []).flatMap((group) => group.options);
  const select = h(
    "select",
    {
      ...shared(o),
      onchange: () => o.changed({ type: element.type, selected_option: options.find((option) => option.value === select.value) ?? null }),
    },
    h("option", { value: "" }, element.placeholder?.text ?? "Choose…"),
    options.map((option) => h("option", { value: option.value, selected: option.value === chosen?.value }, option.text.text)),
  );
  return select;
}

function several(element, o) {
  const options = element.options ?? (element.option_groups ?? []).flatMap((group) => group.options);
  return combobox({
    ...o,
    many: true,
    placeholder: element.placeholder?.text,
    chosen: o.value?.selected_options ?? element.initial_options ?? [],
    find: async (words) => options.filter((option) => option.text.text.toLowerCase().includes(words.toLowerCase())),
    least: 0,
    changed: (chosen) => o.changed({ type: element.type, selected_options: chosen }),
  });
}

function external(many) {
  return (element, o) =>
    combobox({
      ...o,
      many,
      placeholder: element.placeholder?.text,
      chosen: many
        ? (o.value?.selected_options ?? element.initial_options ?? [])
        : [o.value?.selected_option ?? element.initial_option].filter(Boolean),
      least: element.min_query_length ?? 3,
      find: async (words) => {
        const answer = await o.suggest(words);
        return answer.options ?? (answer.option_groups ?? []).flatMap((group) => group.options);
      },
      changed: (chosen) =>
        o.changed(many ? { type: element.type, selected_options: chosen } : { type: element.type, selected_option: chosen[0] ?? null }),
    });
}

function boxes(kind) {
  return (element, o) => {
    const many = kind === "checkbox";
    const before = many ? (o.value?.selected_options ?? element.initial_options ?? []) : [o.value?.selected_option ?? element.initial_option];
    const chosen = new Set(before.filter(Boolean).map((option) => option.value));
    const pick = (option, on) => {
      if (!many) chosen.clear();
      if (on) chosen.add(option.value);
      else chosen.delete(option.value);
      const options = element.options.filter((each) => chosen.has(each.value));
      o.changed(many ? { type: element.type, selected_options: options } : { type: element.type, selected_option: options[0] ?? null });
    };
    return h(
      "div",
      { class: "boxes", "aria-describedby": o.describedBy },
      element.options.map((option, at) =>
        h(
          "label",
          { class: "box" },
          h("input", {
            type: kind,
            name: o.id,
            id: at === 0 ? o.id : null,
            checked: chosen.has(option.value),
            onchange: (event) => pick(option, event.target.checked),
          }),
          h("span", {}, option.text.text, option.description ? h("span", { class: "description" }, option.description.text) : null),
        ),
      ),
    );
  };
}

function dated(type, key, initial) {
  return (element, o) =>
    h("input", {
      ...shared(o),
      type,
      value: o.value?.[key] ?? element[initial] ?? "",
      onchange: (event) => o.changed({ type: element.type, [key]: event.target.value || null }),
    });
}

const DRAW = {
  plain_text_input: textInput("text"),
  email_text_input: textInput("email"),
  url_text_input: textInput("url"),
  number_input: textInput("text"),
  static_select: singleSelect,
  multi_static_select: several,
  external_select: external(false),
  multi_external_select: external(true),
  radio_buttons: boxes("radio"),
  checkboxes: boxes("checkbox"),
  datepicker: dated("date", "selected_date", "initial_date"),
  timepicker: dated("time", "selected_time", "initial_time"),
};
