// How scores are spread: over items, over samples, over slices, over runs.

const scoreBins = 10;

const binOf = (score) => Math.min(Math.max(Math.floor(score * scoreBins), 0), scoreBins - 1);

const scoreHistogram = () => {
  const counts = Array.from({ length: scoreBins }, () => 0);
  for (const item of items) if (item.score !== null) counts[binOf(item.score)] += 1;
  const most = Math.max(...counts, 1);
  const columns = counts.map((count, bin) => ({
    height: count / most,
    label: `${counted(count, "item")} with ${bin * 10}${dash}${(bin + 1) * 10}%`,
    href: count > 0 ? hashOfItems({ scores: String(bin) }) : null,
  }));
  return element("figure", {},
    element("figcaption", {}, "Items by score"),
    histogram(columns, "items by score, from 0 to 100%"),
    element("div", { class: "axis-words", "aria-hidden": "true" },
      ["0%", "50%", "100%"].map((text) => element("span", {}, text))));
};

// The headline as each sample alone gives it.
const sampleScores = () => {
  const scores = (summary.sample_scores ?? []).filter((score) => score !== null);
  if (scores.length < 2) return null;
  const low = Math.min(...scores, summary.interval?.[0] ?? 1);
  const high = Math.max(...scores, summary.interval?.[1] ?? 0);
  const span = Math.max(high - low, 0.02);
  const at = (score) => 10 + ((score - low) / span) * 380;
  return element("figure", {},
    element("figcaption", {}, `The score by each of ${scores.length} samples alone`),
    picture(400, 34, `scores of single samples: ${scores.map(percent).join(", ")}`,
      shape("line", { class: "track", x1: 10, x2: 390, y1: 17, y2: 17 }),
      summary.interval && shape("rect", {
        class: "band", x: at(summary.interval[0]), y: 12, height: 10, rx: 5,
        width: Math.max(at(summary.interval[1]) - at(summary.interval[0]), 2),
      }),
      scores.map((score) => shape("circle", { class: "ring", cx: at(score), cy: 17, r: 4.5 },
        shape("title", {}, percent(score))))),
    element("div", { class: "axis-words", "aria-hidden": "true" },
      [low, high].map((share) => element("span", {}, percent(share)))));
};

const varianceWords = () => {
  const found = summary.variance;
  if (!found) return null;
  const total = found.items + found.again;
  if (!(total > 0)) return null;
  const parts = found.model === null
    ? [["items", "which item it is"], ["again", "chance, new each time"]]
    : [["items", "which item it is"], ["model", "the model's chance"], ["judges", "the judges' chance"]];
  const said = parts.map(([key, words]) => `${Math.round((found[key] / total) * 100)}% is ${words}`);
  return faint(`Of the spread of single scores ${listed(said)}.`);
};

const scoresSection = () => {
  if (!items.some((item) => item.score !== null)) return null;
  return element("section", {}, heading(2, "How scores are spread"),
    scoreHistogram(), sampleScores(), varianceWords());
};

// --- slices -------------------------------------------------------------------------

const sliceWords = (one) => (one.value === "" ? one.slice : `${one.slice} is ${one.value}`);

const sliceNote = (one) => {
  if (one.few) return "few items";
  if (one.p_adjusted == null || one.p_adjusted >= 0.05) return "";
  return `${one.score < one.rest ? "worse" : "better"} than the rest (${percent(one.rest)}), ` +
    `${pValue(one.p_adjusted)} adjusted`;
};

const sliceRow = (one) =>
  element("tr", {},
    element("th", { scope: "row" },
      linkTo(hashOfItems({ slice: `${one.slice}:${one.value}` }), {}, shownText(sliceWords(one))),
      sliceNote(one) && element("span", { class: "sub" }, sliceNote(one))),
    element("td", { class: "right" }, one.items),
    element("td", { class: "right score" }, percent(one.score)),
    element("td", {}, one.score !== null && intervalBar(one, 130)));

const slicesSection = () => {
  if (summary.slices.length === 0) return null;
  return element("section", {}, heading(2, "Slices"),
    table("Slices", ["Slice", right("Items"), right("Score"), "95% range"],
      summary.slices.map(sliceRow)));
};

// --- runs -----------------------------------------------------------------------------

const trendSection = () => {
  const runs = report.history.filter((run) => run.score !== null && run.score !== undefined);
  if (runs.length < 2) return null;
  return element("section", {}, heading(2, "Runs of the same definition"),
    table("Runs of the same definition",
      ["Run", "When", { text: "Answers of", class: "wide-only" }, right("Score"), "95% range"],
      runs.toReversed().map((run) => element("tr", {},
        element("th", { scope: "row" }, element("code", {}, run.run), run.run === summary.run && " (this one)"),
        element("td", {}, dateText(run.time)),
        element("td", { class: "wide-only" }, shownText(run.model ?? "")),
        element("td", { class: "right score" }, percent(run.score)),
        element("td", {}, intervalBar(run, 110))))));
};
