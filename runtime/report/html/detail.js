// One item: its fields, its answers, and what every check said of each.

const longText = 320;

const fieldValue = (value) => {
  const text = printedValue(value);
  if (text.length <= longText) return textBlock(text, { class: "field" });
  return element("details", {},
    element("summary", {}, shownText(`${text.slice(0, 160).replace(/\s+/g, " ")} …`)),
    textBlock(text, { class: "field" }));
};

const fieldRows = (item) => {
  const rows = Object.entries(item.fields).filter(([name]) => name !== "id");
  if (rows.length === 0) return null;
  return element("dl", { class: "fields" }, rows.map(([name, value]) =>
    element("div", {}, element("dt", {}, shownText(name)), element("dd", {}, fieldValue(value)))));
};

const itemChips = (item) => [
  item.group !== undefined && element("span", { class: "chip still" }, "group ", shownText(item.group)),
  Object.entries(item.slices).map(([name, value]) =>
    linkTo(hashOfItems({ slice: `${name}:${value}` }), { class: "chip" },
      shownText(value === "" ? name : `${name.replace(/^item\./, "")}: ${value}`))),
  item.consistency !== null && item.consistency < 1 &&
    element("span", { class: "chip still" }, `two samples agree ${percent(item.consistency)}`),
];

const itemTop = (item) =>
  element("header", { class: "item-top" },
    heading(2, shownText(item.id)),
    element("span", { class: "score" }, percent(item.score)),
    element("span", { class: "chips" }, itemChips(item)),
    element("span", { class: "steps" },
      quietButton(["Previous ", element("kbd", {}, "k")], () => step(-1)),
      quietButton(["Next ", element("kbd", {}, "j")], () => step(1))));

// --- its answers ----------------------------------------------------------------------

// The one that was chosen; else the first that the filters speak of.
const chosenSample = (item) => {
  const check = checkNamed.get(state.check);
  const outcome = state.verdict === "split" ? "failed" : state.verdict;
  return item.samples.find((sample) => String(sample.sample) === state.sample) ??
    item.samples.find((sample) => check && sample.verdicts[check.index].outcome === outcome) ??
    item.samples[0];
};

const sampleMark = (sample) => {
  if (sample.passed === true) return "✓";
  return sample.passed === false ? "✕" : "";
};

const modeLink = (mode, words, key) =>
  linkTo(hashWith({ mode }), { class: "tab", "aria-current": state.mode === mode ? "true" : null },
    words, key && [" ", element("kbd", {}, key)]);

const sampleTabs = (item) => {
  const before = itemBefore.has(item.id);
  if (item.samples.length < 2 && !before) return null;
  return element("nav", { class: "tabs small", "aria-label": "Answers" },
    item.samples.map((sample) =>
      linkTo(hashWith({ sample: String(sample.sample), mode: "" }), {
        class: "tab",
        "aria-current": state.mode === "" && sample === chosenSample(item) ? "true" : null,
        "aria-label": `sample ${sample.sample}, ${{ true: "passed", false: "failed" }[sample.passed] ?? "open"}`,
      }, `Sample ${sample.sample} ${sampleMark(sample)}`)),
    item.samples.length > 1 && [modeLink("side", "Side by side"), modeLink("diff", "Differences", "d")],
    before && modeLink("before", "Against the run before", item.samples.length > 1 ? null : "d"));
};

const sampleFacts = (sample) =>
  [sample.model, sample.seconds !== undefined && `${plainNumber(sample.seconds)} s`,
    sample.cost !== undefined && money(sample.cost), sample.finish, sample.cached && "cached",
    sample.score !== null && `score ${percent(sample.score)}`].filter(Boolean).join(" · ");

const noAnswer = (...words) => element("p", { class: "no-answer" }, words);

const answerParts = (sample) => {
  if (sample.error !== undefined) return noAnswer("No answer: ", shownText(sample.error));
  if (sample.turns === undefined) return noAnswer("The answer was left out of this file.");
  if (sample.turns.every((turn) => turn === "")) return noAnswer("The answer is empty.");
  return sample.turns.map((turn, index) => [
    sample.turns.length > 1 && element("p", { class: "turn" }, `Turn ${index + 1}`),
    textBlock(turn, { class: "answer" })]);
};

const answerBox = (sample, title) =>
  element("section", { class: "answer-box", "aria-label": title },
    heading(3, title), faint(shownText(sampleFacts(sample))), answerParts(sample));

const verdictBox = (item, sample) =>
  element("section", { class: "verdict-box", "aria-label": "Verdicts" },
    element("div", { class: "box-top" }, heading(3, "Verdicts"), issueButton(item, sample)),
    checks.map((check) => verdictRow(item, sample, check)));

const oneSample = (item, sample) =>
  element("div", { class: "reading" },
    answerBox(sample, item.samples.length > 1 ? `Sample ${sample.sample}` : "Answer"),
    verdictBox(item, sample));

const sideBySide = (item) =>
  element("div", { class: "columns", tabindex: "0", role: "group", "aria-label": "All samples" },
    item.samples.map((sample) => element("div", {}, answerBox(sample, `Sample ${sample.sample}`),
      element("ul", { class: "short-verdicts" }, checks.map((check) => element("li", {},
        outcomeTag(sample.verdicts[check.index]), " ", shownText(check.name)))))));

const samplesDiffer = (item) => {
  const after = chosenSample(item) === item.samples[0] ? item.samples[1] : chosenSample(item);
  return differenceView(answerText(item.samples[0]), answerText(after),
    `Sample ${item.samples[0].sample}`, `Sample ${after.sample}`);
};

const sampleBefore = (item, sample) => {
  const { samples } = itemBefore.get(item.id);
  return samples.find((one) => one.sample === sample.sample) ?? samples[0];
};

// The sample that was chosen; else the first whose answer is another than before.
const changedSample = (item) =>
  (state.sample === "" && item.samples.find((sample) =>
    answerText(sample) !== answerText(sampleBefore(item, sample)))) || chosenSample(item);

const againstBefore = (item) => {
  const after = changedSample(item);
  const before = sampleBefore(item, after);
  return [
    severalSamples && faint(`Sample ${after.sample}`),
    differenceView(answerText(before), answerText(after),
      `Before (run ${comparison.before})`, `This run (${comparison.after})`),
    changedVerdicts(before, after)];
};

const answersOf = (item) => {
  if (item.samples.length === 0) return noAnswer("There is no answer.");
  if (state.mode === "side" && item.samples.length > 1) return sideBySide(item);
  if (state.mode === "diff" && item.samples.length > 1) return samplesDiffer(item);
  if (state.mode === "before" && itemBefore.has(item.id)) return againstBefore(item);
  return oneSample(item, chosenSample(item));
};

const showDetail = () => {
  const { item } = browser;
  const shown = JSON.stringify([item?.id, state, keptLabels()]);
  if (shown === browser.shown) return;
  browser.shown = shown;
  browser.detail.replaceChildren(...(item
    ? [itemTop(item), fieldRows(item), sampleTabs(item), answersOf(item)].flat(4).filter(Boolean)
    : [noAnswer("No item fits these filters.")]));
};

const toggleDifferences = () => {
  const { item } = browser;
  if (state.view !== "items" || !item) return;
  const mode = item.samples.length > 1 ? "diff" : itemBefore.has(item.id) ? "before" : "";
  go({ mode: state.mode === mode ? "" : mode });
};
