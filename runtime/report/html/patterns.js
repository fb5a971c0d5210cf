// Where failures gather, and what goes with them. Each line leads to its items.

const adjustedWords = (one) =>
  `${pValue(one.p_adjusted)} after adjusting for ${counted(report.patterns.compared, "comparison")}`;

const checkWords = (name) => (name ? element("code", {}, shownText(name)) : "the score");

const failureFilter = (check) => (check ? { check, verdict: "failed" } : {});

const fieldText = (one) => (one.value === "" ? one.field : `${one.field} is ${one.value}`);

const patternLink = (filters, ...words) => linkTo(hashOfItems(filters), { class: "pattern-link" }, words);

const failingBar = (words, share, count, kind) => [
  element("span", {}, shownText(words)), shareBar(share, kind, `${percent(share)} fail`),
  element("span", {}, `${percent(share)} of ${counted(count, "item")}`)];

const gatheredLine = (one) =>
  element("li", { class: "pattern" },
    patternLink({ ...failureFilter(one.check), slice: `${one.field}:${one.value}` },
      checkWords(one.check), ` fails ${plainNumber(Number(one.lift.toFixed(1)))}× as often where `,
      element("strong", {}, shownText(fieldText(one)))),
    element("div", { class: "two-bars" },
      failingBar(fieldText(one), one.failing, one.items, "fill-bad"),
      failingBar("all others", one.others_failing, one.others, "fill-plain")),
    faint(adjustedWords(one)),
    one.worst.length > 0 && element("p", { class: "chips" }, one.worst.map(itemLink)));

// A bin's items can be picked where its number is a field, or the length of a list.
const rangePath = (field) => {
  const plain = field.replace(/ \(number\)$/, "");
  if (/ \(/.test(plain)) return null;
  return plain.startsWith("item.") ? plain : `item.${plain}`;
};

const trendColumn = (one, bin, most) => ({
  height: bin.failing / most,
  label: `${plainNumber(bin.low)}${bin.high === bin.low ? "" : ` to ${plainNumber(bin.high)}`}: ` +
    `${percent(bin.failing)} of ${counted(bin.items, "item")} fail`,
  href: rangePath(one.field)
    ? hashOfItems({ check: one.check, range: `${rangePath(one.field)}:${bin.low}..${bin.high}` }) : null,
});

const trendLine = (one) => {
  const most = Math.max(...one.bins.map((bin) => bin.failing), 0.01);
  const way = one.rank_correlation > 0 ? "more" : "less";
  return element("li", { class: "pattern" },
    patternLink(failureFilter(one.check),
      checkWords(one.check), ` fails ${way} often the higher `, element("strong", {}, shownText(one.field))),
    one.bins.length > 0 && element("figure", {},
      histogram(one.bins.map((bin) => trendColumn(one, bin, most)),
        `share that fails, by ${one.field}`, { width: 400, height: 64, kind: "column fill-bad" }),
      element("div", { class: "axis-words", "aria-hidden": "true" },
        [one.bins[0].low, one.bins.at(-1).high].map((number) => element("span", {}, plainNumber(number))))),
    faint(`rank correlation ${one.rank_correlation.toFixed(2)}, ${adjustedWords(one)}`));
};

const togetherLine = (one) =>
  element("li", { class: "pattern" },
    patternLink({ check: one.a, verdict: "failed", and: one.b },
      checkWords(one.a), " and ", checkWords(one.b), ` fail together on ${counted(one.both, "answer")}`),
    faint(`${plainNumber(Number(one.lift.toFixed(1)))}× what chance would give; ` +
      `${one.only_a} fail ${one.a} alone, ${one.only_b} fail ${one.b} alone; ${adjustedWords(one)}`));

// A link to some of many would say more than it shows.
const clusterHead = (one, ...words) =>
  one.items > one.ids.length
    ? element("p", {}, words)
    : patternLink({ only: JSON.stringify(one.ids) }, words);

const clusterLine = (one) =>
  element("li", { class: "pattern" },
    clusterHead(one,
      `${counted(one.answers, "failing answer")} of ${counted(one.items, "item")} share `,
      one.of_reasons && "in what checks said of them ",
      one.words.map((word, index) => [index > 0 && ", ", element("q", {}, shownText(word))])),
    one.checks.length > 0 && faint("Most of them fail ",
      one.checks.map((name, index) => [index > 0 && ", ", checkWords(name)]), "."),
    element("p", { class: "chips" }, one.items > one.ids.length && faint("for example "),
      one.ids.map(itemLink)));

const patternList = (title, all, line, about) =>
  all.length > 0 && element("section", {}, heading(2, title), about && faint(about),
    element("ul", { class: "patterns" }, all.map(line)));

// --- reasons ---------------------------------------------------------------------------

const allWith = (check, verdict) =>
  linkTo(hashOfItems({ check: check.name, verdict }), { class: "chip" },
    verdict === "failed" ? "all that fail" : "all that are open");

const reasonLine = (check, verdict) => (reason) =>
  element("li", {}, element("span", { class: "times" }, `${reason.count}×`),
    element("span", { class: "why" }, shownText(reason.why)),
    element("span", { class: "chips" }, reason.items.map(itemLink),
      reason.count > reason.items.length && allWith(check, verdict)));

const reasonsOf = (title, key, verdict) => {
  const all = checks.filter((check) => check[key]?.length > 0);
  if (all.length === 0) return null;
  return element("section", {}, heading(2, title), all.map((check) => [
    heading(3, shownText(check.name), element("span", { class: "sub" }, shownText(check.title))),
    element("ul", { class: "reasons" }, check[key].map(reasonLine(check, verdict)))]));
};

const unsteadySection = () => {
  const all = report.patterns.unsteady;
  if (all.length === 0) return null;
  return element("section", {}, heading(2, "Least steady items"),
    table("Least steady items", ["Item", right("Score"), right("Two samples agree")],
      all.map((one) => element("tr", {}, element("th", { scope: "row" }, itemLink(one.id)),
        element("td", { class: "right score" }, percent(one.score)),
        element("td", { class: "right" }, percent(one.consistency))))),
    element("p", {}, linkTo(hashOfItems({ unsteady: "1", order: "unsteady" }), {}, "All items whose samples differ")));
};

const nothingFound = () => {
  const { gathered, trends, together, clusters, compared } = report.patterns;
  if (gathered.length + trends.length + together.length + clusters.length > 0) return null;
  return element("p", { class: "notes calm" }, compared > 0
    ? `Nothing stands out: of ${counted(compared, "comparison")} none is beyond what chance alone gives.`
    : "There are too few failures to look for patterns.");
};

const drawPatterns = (room) => {
  const { gathered, trends, together, clusters } = report.patterns;
  room.append(...[
    nothingFound(),
    patternList("Where failures gather", gathered, gatheredLine),
    patternList("What goes with failing", trends, trendLine,
      "Share of items that fail, by a number of the item. Choose a column to see its items."),
    patternList("Checks that fail together", together, togetherLine),
    patternList("Failing answers that are alike", clusters, clusterLine),
    reasonsOf("Why answers failed", "failures", "failed"),
    reasonsOf("Why verdicts are open", "open", "unanswered"),
    lookFirst(), unsteadySection(),
  ].filter(Boolean));
};
