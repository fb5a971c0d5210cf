// This run against the one before it, item by item.

const verdictTag = (verdict) => {
  const kinds = { better: "good", worse: "bad", "can't tell": "plain", "not comparable": "unsure" };
  return element("span", { class: `tag ${kinds[verdict]}` }, verdict === "worse" ? "WORSE" : verdict);
};

const comparisonTold = {
  better: "Better", worse: "Worse", "can't tell": "Can't tell them apart", "not comparable": "Not comparable",
};

const comparisonWords = () => {
  const { score, verdict } = comparison;
  if (!score) return "No item has a score in both runs.";
  const interval = score.interval ? ` (95%: ${signed(score.interval[0])} to ${signed(score.interval[1])})` : "";
  const change = `${signed(score.difference)} points${interval}, ${pValue(score.p)}`;
  return `${comparisonTold[verdict]}: ${percent(score.before)} → ${percent(score.after)}, ${change}`;
};

const settleWords = () => {
  const { only_before: before, only_after: after, changed_items: changed, detectable } = comparison;
  const said = [`${counted(comparison.items, "item")} that both scored, compared one by one.`];
  if (before > 0) said.push(`${before} only in the run before.`);
  if (after > 0) said.push(`${after} only in this one.`);
  if (changed.length > 0) said.push(`${changed.length} have other fields now, and are not compared.`);
  if (detectable !== null) said.push(`So many can show a difference of ${(detectable * 100).toFixed(1)} points.`);
  if (comparison.verdict === "can't tell" && comparison.items_to_settle !== null)
    said.push(`To settle one as large as was seen takes about ${counted(comparison.items_to_settle, "item")}.`);
  return said.join(" ");
};

const comparisonBanner = () => {
  const kind = { better: "good", worse: "bad", "not comparable": "unsure" }[comparison.verdict] ?? "plain";
  return element("section", { class: `banner ${kind}`, "aria-label": "Comparison" },
    element("p", { class: "verdict" }, comparisonWords()),
    element("p", { class: "mean" }, `Run ${comparison.before} → run ${comparison.after}. ${settleWords()}`),
    comparison.why_not && element("p", { class: "mean" }, shownText(comparison.why_not)));
};

const changeList = () =>
  comparison.changes.length > 0 && element("section", {}, heading(2, "What changed in the definition"),
    element("ul", { class: "notes" }, comparison.changes.map((change) =>
      element("li", {}, shownText(change.what), change.breaks_score && " (scores cannot be compared)"))));

// --- checks -----------------------------------------------------------------------------

// "14 of 17 that broke: item.length is long".
const crossedWords = (one, way) => {
  const found = one[`${way}_in`];
  const words = way === "broke" ? "broke" : "were fixed";
  return found && `${found.crossed} of ${one[way]} that ${words}: ${sliceWords(found)}`;
};

const crossedCount = (one, way) =>
  element("td", { class: "right" }, one[way] > 0
    ? linkTo(hashOfItems({ check: one.name, crossed: way, mode: "before" }), {}, one[way]) : one[way]);

const comparedRow = (most) => (one) => {
  const number = one.is_measure ? plainNumber : percent;
  return element("tr", { class: one.verdict === "not comparable" ? "greyed" : "" },
    element("th", { scope: "row" }, shownText(one.name),
      [one.why_not, crossedWords(one, "broke"), crossedWords(one, "fixed")].filter(Boolean).map((note) =>
        element("span", { class: "sub" }, shownText(note)))),
    element("td", { class: "right" }, number(one.before)),
    element("td", { class: "right score" }, number(one.after)),
    element("td", {}, one.difference !== null && !one.is_measure &&
      differenceBar(one.difference, one.interval, most)),
    crossedCount(one, "fixed"), crossedCount(one, "broke"),
    element("td", {}, one.moved ? element("span", { class: "tag" }, one.moved) : verdictTag(one.verdict),
      one.p_adjusted !== null && element("span", { class: "sub" }, `${pValue(one.p_adjusted)} adjusted`)));
};

const comparedChecks = () => {
  const ends = comparison.checks.filter((one) => !one.is_measure)
    .flatMap((one) => one.interval ?? [one.difference ?? 0]);
  const most = Math.max(0.05, ...ends.map(Math.abs));
  return element("section", {}, heading(2, "Checks"),
    table("Checks before and after",
      ["Check", right("Before"), right("After"), `Difference, to ±${(most * 100).toFixed(0)} points`,
        right("Fixed"), right("Broke"), "Verdict"],
      comparison.checks.map(comparedRow(most)), { class: "wide" }));
};

// --- items that crossed one half ------------------------------------------------------------

const crossedRow = (id) =>
  element("li", {},
    linkTo(hashWith({ item: id }),
      { class: "crossed", "aria-current": compareParts.item === id ? "true" : null },
      element("span", { class: "name" }, shownText(id)),
      element("span", { class: "score" },
        `${percent(itemBefore.get(id)?.score)} → ${percent(itemNamed.get(id).score)}`)));

const crossedList = (title, all) =>
  element("section", {}, heading(3, `${title} (${all.length})`),
    all.length === 0 ? faint("None.") : element("ol", { class: "crossed-list" }, all.map(crossedRow)));

const crossedPair = () => {
  const item = itemNamed.get(compareParts.item);
  if (!item || !itemBefore.has(item.id))
    return faint("No item went from one side of one half to the other.");
  const toItem = linkTo(hashOfItems({ item: item.id }), { class: "sub" }, "open it");
  return [heading(3, shownText(item.id), " ", toItem), againstBefore(item)];
};

// All that crossed on some check or in the score.
const crossedAnywhere = (way) => {
  const found = [comparison.score, ...comparison.checks].flatMap((one) => one?.[`${way}_items`] ?? []);
  return [...new Set(found)].filter((id) => itemNamed.has(id));
};

const compareParts = { lists: null, pair: null, item: undefined };

const drawCompare = (room) => {
  compareParts.lists = element("div",
    { class: "crossed-lists", tabindex: "0", role: "group", "aria-label": "Items that changed" });
  compareParts.pair = element("div", { class: "detail" });
  room.append(...[comparisonBanner(), changeList(), comparedChecks(),
    element("section", {}, heading(2, "Items that changed"),
      element("div", { class: "browser" }, compareParts.lists, compareParts.pair))].filter(Boolean));
};

const showCompare = () => {
  const first = crossedAnywhere("broke")[0] ?? crossedAnywhere("fixed")[0];
  compareParts.item = itemNamed.has(state.item) ? state.item : first;
  compareParts.lists.replaceChildren(
    crossedList("Broke", crossedAnywhere("broke")), crossedList("Fixed", crossedAnywhere("fixed")));
  compareParts.pair.replaceChildren(...[crossedPair()].flat(4).filter(Boolean));
};
