// The controls above the list of items.

const choice = (key, label, options) =>
  element("label", { class: "choice" }, element("span", {}, label),
    element("select",
      { id: `filter-${key}`, onchange: (event) => go({ [key]: event.target.value, ...follows(key) }) },
      options.map(([value, text]) =>
        element("option", { value, selected: state[key] === value }, text))));

// What makes no sense without the check that it spoke of.
const follows = (key) => (key === "check" ? { said: "", and: "" } : {});

const checkOptions = () =>
  [["", "any check"], ...checks.map((check, index) =>
    [check.name, index < 9 ? `${index + 1}  ${check.name}` : check.name])];

const verdictOptions = () => [
  ["", "any verdict"], ["failed", "failed"], ["passed", "passed"], ["unanswered", "open"],
  ["not_applicable", "n/a"], ...(severalSamples ? [["split", "split between samples"]] : []),
];

const sliceOptions = () =>
  [["", "all"], ...summary.slices.map((one) => [`${one.slice}:${one.value}`, sliceWords(one)])];

const crossedOptions = [["", "any"], ["any", "changed"], ["fixed", "fixed"], ["broke", "broke"]];

const orderOptions = () =>
  Object.entries(orders).filter(([key]) => key !== "unsteady" || severalSamples)
    .map(([key, { words }]) => [key, words]);

const searchField = () =>
  element("label", { class: "choice search" }, element("span", {}, "Search"),
    element("input", {
      id: "search", type: "search", placeholder: "fields and answers", value: state.q, autocomplete: "off",
      oninput: (event) => go({ q: event.target.value }),
    }));

const unsteadyBox = () =>
  element("label", { class: "box" },
    element("input", {
      id: "filter-unsteady", type: "checkbox", checked: state.unsteady !== "",
      onchange: (event) => go({ unsteady: event.target.checked ? "1" : "" }),
    }), "unsteady");

// Conditions that other parts of the report set, and that no control shows.
const otherConditions = () => {
  const [low, high] = [Number(state.scores) * 10, (Number(state.scores) + 1) * 10];
  const words = {
    and: `fails ${state.and} too`, scores: `score ${low}${dash}${high}%`, only: "picked items",
    said: "picked labels", range: `${state.range.replace(":", " ").replace("..", " to ")}`,
    slice: summary.slices.some((one) => `${one.slice}:${one.value}` === state.slice)
      ? "" : state.slice.replace(":", " is "),
  };
  return Object.entries(words).filter(([key, text]) => state[key] !== "" && text !== "").map(([key, text]) =>
    element("button", { type: "button", class: "chip", onclick: () => go({ [key]: "" }) },
      shownText(text), element("span", { class: "unseen" }, ", take this condition away"),
      element("span", { "aria-hidden": "true" }, " ×")));
};

const anyFilter = () => filterKeys.some((key) => state[key] !== "");

const clearFilters = () => go(Object.fromEntries(filterKeys.map((key) => [key, ""])));

const filterForm = () =>
  element("form", { class: "filters", "aria-label": "Filters", onsubmit: (event) => event.preventDefault() },
    choice("check", "Check", checkOptions()),
    choice("verdict", "Verdict", verdictOptions()),
    summary.slices.length > 0 && choice("slice", "Slice", sliceOptions()),
    comparison && choice("crossed", "Since the run before", crossedOptions),
    choice("order", "Order", orderOptions()),
    searchField(),
    severalSamples && unsteadyBox(),
    otherConditions(),
    anyFilter() && quietButton("Clear", clearFilters, { id: "clear" }));
