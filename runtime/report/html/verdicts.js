// What one check said of one answer, and on what evidence.

const outcomeMarks = { passed: "✓", failed: "✕", unanswered: "?", not_applicable: "–", measured: "#" };

const outcomeTag = (verdict) =>
  element("span", { class: `tag ${verdict.outcome}` },
    element("span", { "aria-hidden": "true" }, `${outcomeMarks[verdict.outcome]} `),
    outcomeWords[verdict.outcome]);

const verdictNumber = (verdict) => {
  if (verdict.outcome === "measured") return plainNumber(verdict.value);
  if (verdict.outcome === "unanswered") return `${percent(verdict.low)} to ${percent(verdict.high)}`;
  return [undefined, 0, 1].includes(verdict.score) ? "" : percent(verdict.score);
};

const elementRow = (one) =>
  element("li", {}, outcomeTag(one), " ", one.element && element("q", {}, shownText(one.element)),
    one.why && element("span", { class: "why" }, " ", shownText(one.why)));

const elementRows = (verdict) => {
  if (!verdict.elements) return null;
  const passed = verdict.elements.filter((one) => one.outcome === "passed");
  const others = verdict.elements.filter((one) => one.outcome !== "passed");
  return [
    others.length > 0 && element("ul", { class: "elements" }, others.map(elementRow)),
    passed.length > 0 && element("details", { class: "more" },
      element("summary", {}, `${passed.length} of ${verdict.elements.length} passed`),
      element("ul", { class: "elements" }, passed.map(elementRow))),
  ];
};

const saidRows = (verdict) =>
  verdict.said && element("ul", { class: "elements" }, verdict.said.map((pair) =>
    element("li", {}, "says ", pair.said ? element("q", {}, shownText(pair.said)) : "nothing",
      pair.said !== pair.should_say && [", should say ", element("q", {}, shownText(pair.should_say))])));

// --- evidence -----------------------------------------------------------------------

const texts = { reply: "Reply", stdout: "Output", stderr: "Error output" };
const alreadySaid = new Set(["check", "elements", "record"]);

const evidenceTitle = (one) => {
  const parts = [];
  if (one.elements !== undefined) parts.push(`element ${one.element + 1} of ${one.elements}`);
  if (one.vote > 0) parts.push(`vote ${one.vote + 1}`);
  return parts.join(", ");
};

const evidenceFacts = (one) =>
  Object.entries(one)
    .filter(([key, value]) => !(key in texts) && !alreadySaid.has(key) && key !== "element" && key !== "vote" &&
      key !== "verdict" && value !== null)
    .map(([key, value]) => `${key.replaceAll("_", " ")} ${isPlain(value) ? printedValue(value) : JSON.stringify(value)}`)
    .join(" · ");

const evidenceBlock = (one) =>
  element("div", { class: "evidence" },
    evidenceTitle(one) && faint(evidenceTitle(one)),
    Object.entries(texts).filter(([key]) => one[key]).map(([key, words]) => [
      element("p", { class: "label" }, words), textBlock(printedValue(one[key]), { class: "raw" })]),
    one.verdict !== undefined && element("p", { class: "read" }, "Read as ",
      element("q", {}, shownText(one.verdict === null ? "nothing usable" : printedValue(one.verdict)))),
    evidenceFacts(one) && faint(shownText(evidenceFacts(one))));

const ratingRows = (sample, check) => {
  const ratings = (sample.ratings ?? []).filter((one) => one.check === check.name);
  if (ratings.length === 0) return null;
  return element("p", { class: "chips" }, ratings.map((one) =>
    element("span", { class: "chip still" }, shownText(`${one.rater}: ${printedValue(one.answer)}`))));
};

const labelRows = (sample, check) =>
  (sample.labels ?? []).filter((one) => one.check === check.name).map((one) =>
    faint("By hand: should be ", shownText(printedValue(one.expect)),
      one.who && [", says ", shownText(one.who)]));

const evidenceOf = (sample, check) => {
  const found = (sample.evidence ?? []).filter((one) => one.check === check.name);
  if (found.length === 0) return null;
  const words = check.evidence === "judge" ? "What the judge said" : "Evidence";
  return element("details", { class: "more" }, element("summary", {}, words), found.map(evidenceBlock));
};

const askedWords = (check) =>
  element("details", { class: "more" }, element("summary", {}, check.question ? "Question" : "Rule"),
    check.question && element("p", {}, shownText(check.question)),
    check.when && faint("when ", element("code", {}, shownText(check.when))),
    check.rule && element("p", {}, element("code", {}, shownText(check.rule))));

const verdictRow = (item, sample, check) => {
  const verdict = sample.verdicts[check.index];
  const chosen = check.name === state.check ? " chosen" : "";
  return element("section", { class: `verdict ${verdict.outcome}${chosen}`, "data-check": check.name },
    element("div", { class: "verdict-top" },
      outcomeTag(verdict),
      element("h4", {}, shownText(check.name), " ",
        element("span", { class: "sub" }, shownText(check.title))),
      element("span", { class: "score" }, verdictNumber(verdict))),
    verdict.why && element("p", { class: "why" }, shownText(verdict.why)),
    elementRows(verdict), saidRows(verdict), ratingRows(sample, check),
    element("div", { class: "verdict-more" }, evidenceOf(sample, check), askedWords(check),
      wrongButton(item, sample, check)),
    labelRows(sample, check), keptLabelNote(item, sample, check));
};

const changedVerdicts = (before, after) => {
  const names = report.before.checks;
  const rows = checks.map((check) => {
    const was = before.verdicts[names.indexOf(check.name)];
    const is = after.verdicts[check.index];
    if (!was || was.outcome === is.outcome) return null;
    return element("li", {}, shownText(check.name), " ", outcomeTag(was), " → ", outcomeTag(is),
      is.why && element("span", { class: "why" }, " ", shownText(is.why)));
  }).filter(Boolean);
  if (rows.length === 0) return faint("Every check says the same of both.");
  return element("ul", { class: "elements" }, rows);
};
