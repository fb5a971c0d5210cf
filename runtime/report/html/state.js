// What is shown stands in the address, after the #, so that a link opens the same view.

const defaults = {
  view: "overview",
  // Which items: items.js and filters.js.
  check: "", verdict: "", and: "", slice: "", crossed: "", unsteady: "", q: "", scores: "",
  said: "", only: "", range: "", order: "",
  // Which of them, and how.
  item: "", sample: "", mode: "",
};
const filterKeys = [
  "check", "verdict", "and", "slice", "crossed", "unsteady", "q", "scores", "said", "only", "range",
];

let state = { ...defaults };

const readState = () => {
  const given = new URLSearchParams(location.hash.slice(1));
  return Object.fromEntries(Object.entries(defaults).map(([key, value]) => [key, given.get(key) ?? value]));
};

const hashOf = (wanted) => {
  const made = new URLSearchParams();
  for (const [key, value] of Object.entries(wanted))
    if (value !== defaults[key]) made.set(key, value);
  return `#${made}`;
};

// The address of this view with some of it changed.
const hashWith = (changes) => hashOf({ ...state, ...changes });

// The address of the items that `filters` leaves, and of nothing else.
const hashOfItems = (filters) => hashOf({ ...defaults, view: "items", order: state.order, ...filters });

const go = (changes) => {
  state = { ...state, ...changes };
  // Moving from item to item must not fill the browser's history.
  try {
    history.replaceState(null, "", hashOf(state));
  } catch {
    // Some browsers refuse many at once; the next one writes it.
  }
  showState();
};

const linkTo = (hash, attributes, ...children) => element("a", { href: hash, ...attributes }, ...children);

const itemLink = (id) =>
  itemNamed.has(id)
    ? linkTo(hashOfItems({ item: id }), { class: "chip" }, shownText(id))
    : element("span", { class: "chip" }, shownText(id));
