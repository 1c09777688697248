// Block Kit's input elements. Each calls `changed` with its value in Slack's format.
import { combobox } from "./combobox.js";
import { h } from "./dom.js";

/** o: {id, describedBy, required, label, value (as in view.state), changed, suggest} */
export function inputElement(element, o) {
  const draw = DRAW[element.type];
  if (!draw) throw new Error(`no input for ${element.type}`);
  return draw(element, o);
}

const shared = (o) => ({
  id: o.id,
  "aria-describedby": o.describedBy,
  "aria-required": o.required ? "true" : null,
  "aria-label": o.label,
});

const optionsOf = (element) => element.options ?? (element.option_groups ?? []).flatMap((group) => group.options);

function textInput(type, inputmode) {
  return (element, o) => {
    const attributes = {
      ...shared(o),
      placeholder: element.placeholder?.text,
      maxlength: element.max_length,
      value: (o.value ? o.value.value : element.initial_value) ?? "",
      oninput: (event) => o.changed({ type: element.type, value: event.target.value || null }),
    };
    if (element.multiline) return h("textarea", { ...attributes, rows: 4, dir: "auto" });
    return h("input", { ...attributes, type, inputmode, autocomplete: "off", dir: "auto" });
  };
}

function singleSelect(element, o) {
  const chosen = o.value ? o.value.selected_option : element.initial_option;
  const options = optionsOf(element);
  const draw = (option) => h("option", { value: option.value }, option.text.text);
  const changed = (event) => {
    const picked = options.find((option) => option.value === event.target.value) ?? null;
    o.changed({ type: element.type, selected_option: picked });
  };
  const groups = element.option_groups?.map((group) => h("optgroup", { label: group.label.text }, group.options.map(draw)));
  return h(
    "select",
    { ...shared(o), value: chosen?.value ?? "", onchange: changed },
    h("option", { value: "" }, element.placeholder?.text ?? "Choose an option"),
    groups ?? options.map(draw),
  );
}

function typeahead(many, external) {
  const key = many ? "selected_options" : "selected_option";
  const initial = many ? "initial_options" : "initial_option";
  return (element, o) => {
    const before = o.value ? o.value[key] : element[initial];
    const fits = (typed) => (option) => option.text.text.toLowerCase().includes(typed.toLowerCase());
    return combobox({
      ...o,
      many,
      placeholder: element.placeholder?.text,
      chosen: [before ?? []].flat(),
      least: external ? (element.min_query_length ?? 3) : 0,
      find: async (typed) => (external ? optionsOf(await o.suggest(typed)) : optionsOf(element).filter(fits(typed))),
      changed: (chosen) => o.changed({ type: element.type, [key]: many ? chosen : (chosen[0] ?? null) }),
    });
  };
}

function boxes(kind) {
  const many = kind === "checkbox";
  return (element, o) => {
    const [key, initial] = many ? ["selected_options", "initial_options"] : ["selected_option", "initial_option"];
    const before = o.value ? o.value[key] : element[initial];
    const chosen = new Set([before ?? []].flat().map((option) => option.value));
    const pick = (option, on) => {
      if (!many) chosen.clear();
      if (on) chosen.add(option.value);
      else chosen.delete(option.value);
      const picked = element.options.filter((each) => chosen.has(each.value));
      o.changed({ type: element.type, [key]: many ? picked : (picked[0] ?? null) });
    };
    const box = (option, at) => {
      const describedBy = option.description ? `${o.id}-about-${at}` : null;
      return h(
        "label",
        { class: "box" },
        h("input", {
          type: kind,
          name: o.id,
          id: at === 0 ? o.id : null,
          checked: chosen.has(option.value),
          "aria-describedby": describedBy,
          onchange: (event) => pick(option, event.target.checked),
        }),
        h("span", {}, option.text.text, option.description ? h("span", { class: "description", id: describedBy }, option.description.text) : null),
      );
    };
    return h("div", { class: "boxes" }, element.options.map(box));
  };
}

function dated(type, key, initial) {
  return (element, o) =>
    h("input", {
      ...shared(o),
      type,
      value: (o.value ? o.value[key] : element[initial]) ?? "",
      onchange: (event) => o.changed({ type: element.type, [key]: event.target.value || null }),
    });
}

const DRAW = {
  plain_text_input: textInput("text"),
  email_text_input: textInput("text", "email"),
  url_text_input: textInput("text", "url"),
  number_input: textInput("text", "decimal"),
  static_select: singleSelect,
  multi_static_select: typeahead(true, false),
  external_select: typeahead(false, true),
  multi_external_select: typeahead(true, true),
  radio_buttons: boxes("radio"),
  checkboxes: boxes("checkbox"),
  datepicker: dated("date", "selected_date", "initial_date"),
  timepicker: dated("time", "selected_time", "initial_time"),
};
