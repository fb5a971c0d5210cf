// What the run came to: the verdict, the number with both its error bars, the checks.

const verdictKind = { "met": "good", "not met": "bad", "could not measure": "unsure" };
const verdictMark = { "met": "✓", "not met": "✕", "could not measure": "?" };

const errorBars = () => {
  const said = [];
  if (summary.margin !== null) said.push(`${points(summary.margin)} for other items like these`);
  else said.push("no error bar: too few items or groups have a score");
  if (summary.rerun_band !== null) said.push(`${points(summary.rerun_band)} if these ran again`);
  if (summary.rerun_band_judges !== null)
    said.push(`${points(summary.rerun_band_judges)} of noise by the judges`);
  if (summary.rerun_band_model !== null)
    said.push(`${points(summary.rerun_band_model)} by the model`);
  if (summary.bounds && summary.unanswered > 0)
    said.push(`${percent(summary.bounds[0])}${dash}${percent(summary.bounds[1])} however the ` +
      `${counted(summary.unanswered, "open verdict")} had come out`);
  return said;
};

const bannerNumber = () => {
  if (summary.score === null)
    return element("div", { class: "number" }, element("strong", {}, "no score"));
  return element("div", { class: "number" },
    element("strong", {}, percent(summary.score)),
    element("ul", {}, errorBars().map((one) => element("li", {}, one))));
};

const meanOf = () => {
  const inScore = checks.filter((check) => check.counts).length;
  const weighted = checks.filter((check) => check.counts || doesNotCount(check)).length;
  const checksText = inScore < weighted ? `${inScore} of ${weighted} checks` : counted(weighted, "check");
  return `Mean of ${counted(summary.items_scored, "item")}, ${checksText}`;
};

const detectableWords = () =>
  summary.detectable != null && " · a run with as many other items shows differences from " +
    `${(summary.detectable * 100).toFixed(1)} points on`;

const banner = () => {
  const { met, text } = report.verdict;
  const kind = verdictKind[met] ?? "plain";
  return element("section", { class: `banner ${kind}`, "aria-label": "Result" },
    element("p", { class: "verdict" },
      met && element("span", { class: "mark", "aria-hidden": "true" }, verdictMark[met]),
      shownText(text)),
    bannerNumber(),
    element("p", { class: "mean" }, meanOf(),
      summary.consistency && ` · two answers to one item agree ${percent(summary.consistency.value)} of ` +
        `the time (by chance ${percent(summary.consistency.chance)})`,
      detectableWords()));
};

// --- facts --------------------------------------------------------------------------

const oddKinds = [
  ["empty_replies", "empty"], ["refused", "refused"], ["cut_short", "cut short"], ["errors", "without a reply"],
];

const oddAnswers = () =>
  oddKinds.filter(([key]) => summary[key] > 0).map(([key, words]) => `${summary[key]} ${words}`).join(", ");

const coverage = () => {
  const decided = summary.asked - summary.unanswered;
  const share = summary.asked > 0 ? ` (${percent(decided / summary.asked)})` : "";
  return `${decided.toLocaleString("en-US")} of ${counted(summary.asked, "verdict")}${share}`;
};

const factRows = () => [
  ["Items", counted(summary.items, "item") + (summary.samples > 1 ? ` × ${summary.samples} samples` : "") +
    (summary.left_out > 0 ? `, ${summary.left_out} left out` : "")],
  ["Answers", counted(summary.answers, "answer") + (oddAnswers() ? ` (${oddAnswers()})` : "")],
  ["Decided", coverage()],
  ["Cost", summary.cost === null ? "not known" : money(summary.cost)],
  ["Fingerprint", `score ${summary.hashes.score.slice(0, 8)} · answers ${summary.hashes.answers.slice(0, 8)}`],
  ...Object.entries(report.labels),
];

const facts = () =>
  element("dl", { class: "fact-grid" },
    factRows().map(([name, text]) =>
      element("div", {}, element("dt", {}, shownText(name)), element("dd", {}, shownText(text)))));

const leftOutNote = () => {
  const said = [];
  if (report.choices.failed_only)
    said.push(`Only items that some check failed or left open are in this file; ` +
      `${counted(report.choices.items_left_out, "item")} left out. All numbers are of the whole run.`);
  if (report.choices.redact) said.push("Answers, replies and outputs were left out of this file.");
  return said;
};

const notes = () => {
  const all = [...leftOutNote(), ...summary.notes];
  if (all.length === 0) return null;
  return element("ul", { class: "notes" }, all.map((note) => element("li", {}, shownText(note))));
};

// --- goal and other numbers -----------------------------------------------------------

// The side of a comparison that is no number.
const metricOf = (condition) => {
  const sides = condition.split(/ (?:>=|<=|>|<|is|at least|at most) /);
  return sides.find((side) => !/^[\d.$-]/.test(side)) ?? condition;
};

const goalRow = (one) =>
  element("tr", {},
    element("th", { scope: "row" }, element("code", {}, shownText(one.text))),
    element("td", { class: "right" }, one.value === null ? dash : metricText(metricOf(one.text), one.value)),
    element("td", {}, element("span", { class: `tag ${verdictKind[one.met]}` },
      `${verdictMark[one.met]} ${one.met}`)),
    element("td", { class: "why" }, shownText(one.met === "met" ? "" : one.why)));

const goal = () => {
  if (!summary.goal) return null;
  return element("section", {}, heading(2, "Goal"),
    table("Conditions of the goal", ["Condition", right("Now"), "", ""],
      summary.goal.conditions.map(goalRow)));
};

// Shares as percentages; amounts of a measure, money and coefficients as numbers.
const metricText = (name, value) => {
  const base = name.split(/[\s[<>=]/)[0].replace(/\.(low|high)$/, "");
  if (base === "cost") return money(value);
  if (checkNamed.get(base.split(".")[0])?.mean !== undefined) return plainNumber(value);
  if (/\.(kappa|cohen_kappa|fleiss_kappa|krippendorff_alpha|gwet_ac1)$/.test(base)) return value.toFixed(2);
  return percent(value);
};

const metricRow = ([name, value]) => {
  const detail = summary.metric_details?.[name];
  return element("tr", {},
    element("th", { scope: "row" }, element("code", {}, shownText(name))),
    element("td", { class: "right" }, value === null ? dash : metricText(name, value)),
    element("td", {}, detail?.interval && metricText(name, value).endsWith("%") ? range(detail.interval) : ""),
    element("td", { class: "why" }, shownText(detail?.why_none ?? "")));
};

const otherMetrics = () => {
  const rows = Object.entries(summary.metrics)
    .filter(([name]) => name !== "score" && summary.metric_details?.[name]?.reported !== false);
  if (rows.length === 0) return null;
  return element("section", {}, heading(2, "Other numbers"),
    table("Other numbers", ["Number", right("Value"), "95% range", ""],
      rows.map(metricRow)));
};

const measures = () => {
  const all = checks.filter((check) => check.mean !== undefined);
  if (all.length === 0) return null;
  const cell = (value) => element("td", { class: "right" }, plainNumber(value));
  return element("section", {}, heading(2, "Measured"),
    table("Measured", ["What", ...["Mean", "Median", "95th percentile", "Answers"].map(right)],
      all.map((check) => element("tr", {},
        element("th", { scope: "row" }, shownText(check.name),
          check.title && element("span", { class: "sub" }, shownText(check.title))),
        cell(check.mean), cell(check.median), cell(check.p95), cell(check.measured)))));
};

const lookFirst = () => {
  if (summary.worst_items.length === 0) return null;
  return element("section", {}, heading(2, "Look at these first"),
    element("p", { class: "chips" }, summary.worst_items.slice(0, 8).map((one) => itemLink(one.item))));
};

const drawOverview = (room) =>
  room.append(...[
    banner(), facts(), notes(), checksSection(), labelMetrics(),
    element("div", { class: "pair" },
      element("div", { class: "stack" }, goal(), slicesSection(), otherMetrics()),
      element("div", { class: "stack" }, lookFirst(), scoresSection(), measures(), trendSection())),
  ].filter(Boolean));
