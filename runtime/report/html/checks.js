// The table of checks. Choosing one shows the items it says something of.

const doesNotCount = (check) => !check.counts && (check.weight !== 0 || check.must_pass);

const trustNote = (check) => {
  if (check.trust === "not needed" || check.trust === undefined) return null;
  if (check.trust === "trusted") return check.settled ? null : `trusted, not settled: ${check.trust_why}`;
  const words = check.trust === "not trusted" ? "does not count" : check.trust;
  return `${words}: ${check.trust_why}`;
};

const weightWords = (check) => {
  if (check.must_pass) return "must pass";
  if (check.weight === 0) return "reports only";
  return check.weight === 1 ? "" : `×${plainNumber(check.weight)}`;
};

const checkCounts = (check) => {
  const link = (verdict, text) =>
    linkTo(hashOfItems({ check: check.name, verdict }), {}, text);
  const decided = (check.passed + check.failed).toLocaleString("en-US");
  return [
    check.failed === 0 ? `all ${decided} passed`
      : [link("failed", `${check.failed.toLocaleString("en-US")} failed`), ` of ${decided}`],
    check.unanswered > 0 && [", ", link("unanswered", `${check.unanswered} open`)],
    check.not_applicable > 0 && [", ", link("not_applicable", `${check.not_applicable} n/a`)],
  ];
};

const trendOf = (check) => sparkline(report.history.map((run) => run.checks?.[check.name]));

const checkRow = (check) =>
  element("tr", { class: doesNotCount(check) ? "greyed" : "" },
    element("td", { class: "right faint wide-only" }, check.index + 1),
    element("th", { scope: "row" },
      linkTo(hashOfItems({ check: check.name }), { class: "check-link" }, shownText(check.name)),
      element("span", { class: "sub" }, shownText(check.title)),
      trustNote(check) && element("span", { class: `sub trust ${check.trust === "trusted" ? "" : "warn"}` },
        shownText(trustNote(check)))),
    element("td", { class: "wide-only" }, deciderWords[check.evidence],
      check.asked_of && element("span", { class: "sub" }, shownText(check.asked_of))),
    element("td", { class: "right score" }, percent(check.score)),
    element("td", {}, check.score !== null && intervalBar(check)),
    element("td", { class: "right wide-only" }, check.consistency === null ? "" : percent(check.consistency)),
    element("td", { class: "counts" }, checkCounts(check)),
    element("td", { class: "wide-only" }, trendOf(check)),
    element("td", { class: "wide-only" }, weightWords(check)));

const checksSection = () => {
  const scored = checks.filter((check) => check.mean === undefined);
  if (scored.length === 0) return null;
  const wide = (text, more = "") => ({ text, class: `wide-only ${more}` });
  return element("section", {}, heading(2, "Checks"),
    table("Checks", [
      wide("#", "right"), "Check", wide("Decided by"), right("Score"), "95% range",
      wide(severalSamples ? "Same again" : "", "right"), "Verdicts",
      wide(report.history.length > 1 ? `Last ${report.history.length} runs` : ""), wide("Weight"),
    ], scored.map(checkRow), { class: "checks wide" }));
};
