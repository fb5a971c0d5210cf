// All can be done with the keyboard alone.

const keyHelp = [
  ["j  k", "next, previous item"], ["n", "next item that fails"],
  ["1 … 9", "items of that check; again: of all"],
  ["f", "to the filters"], ["/", "search in fields and answers"], ["s", "next sample"],
  ["d", "differences between answers"], ["?", "this help"], ["Esc", "close, leave a field, take filters away"],
];

const keyRow = ([key, words]) =>
  element("div", {},
    element("dt", {}, key.split("  ").map((one) => element("kbd", {}, one))), element("dd", {}, words));

const helpDialog = () =>
  element("dialog", { id: "help", "aria-labelledby": "help-title" },
    element("h2", { id: "help-title" }, "Keys"),
    element("dl", { class: "keys" }, keyHelp.map(keyRow)),
    faint("“Failed” finds items that fail in at least one sample, “passed” those that pass in all. ",
      "The address holds what you see: copy it to show it to others."),
    element("form", { method: "dialog" }, element("button", { class: "quiet" }, "Close")));

const showHelp = () => document.getElementById("help").showModal();

const chooseCheck = (number) => {
  const check = checks[number - 1];
  if (!check) return;
  go({ view: "items", check: state.check === check.name ? "" : check.name, said: "", and: "" });
};

const nextSample = () => {
  const { item } = browser;
  if (state.view !== "items" || !item || item.samples.length < 2) return;
  const place = item.samples.indexOf(chosenSample(item));
  go({ sample: String(item.samples[(place + 1) % item.samples.length].sample), mode: "" });
};

const toField = (id) => {
  if (state.view !== "items") go({ view: "items" });
  document.getElementById(id).focus();
};

const leave = () => {
  if (document.activeElement && document.activeElement !== document.body) document.activeElement.blur();
  else if (state.view === "items" && anyFilter()) clearFilters();
};

const keyActions = {
  j: () => step(1), k: () => step(-1), n: () => step(1, failsChosen), s: nextSample, d: toggleDifferences,
  "/": () => toField("search"), f: () => toField("filter-check"), "?": showHelp, Escape: leave,
};

const isTyping = (target) => target.closest?.("input, select, textarea") !== null;

const onKey = (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || document.getElementById("help").open) return;
  if (isTyping(event.target) && event.key !== "Escape") return;
  const action = /^[1-9]$/.test(event.key) ? () => chooseCheck(Number(event.key)) : keyActions[event.key];
  if (!action) return;
  event.preventDefault();
  action();
};
