// What people rated, and how far they agree. Raters are called by their codes.

const panelChecks = () => checks.filter((check) => check.raters > 0);

const withInterval = (value, interval) =>
  value === null || value === undefined ? dash
    : value.toFixed(2) + (interval ? ` (${interval[0].toFixed(2)} to ${interval[1].toFixed(2)})` : "");

const agreementRows = (check) => [
  ["Raters", plainNumber(check.raters)], ["Items rated", plainNumber(check.rated_items)],
  ["Ratings", plainNumber(check.ratings)],
  ["Raters agree on", check.agreement === null ? dash : `${percent(check.agreement)} of pairs`],
  ["Fleiss' kappa", withInterval(check.fleiss_kappa, check.fleiss_kappa_interval)],
  ["Krippendorff's alpha", withInterval(check.krippendorff_alpha)],
  ["Gwet's AC1", withInterval(check.gwet_ac1)],
];

const ratingsOf = (item, check) =>
  item.samples.flatMap((sample) => (sample.ratings ?? []).filter((one) => one.check === check.name));

const isSplit = (item, check) =>
  new Set(ratingsOf(item, check).map((one) => printedValue(one.answer))).size > 1;

const raterRows = (check) => {
  const found = new Map();
  for (const item of items) {
    const ratings = ratingsOf(item, check);
    for (const one of ratings) {
      const row = found.get(one.rater) ?? { ratings: 0, pairs: 0, same: 0, answers: new Map() };
      const said = printedValue(one.answer);
      row.ratings += 1;
      row.answers.set(said, (row.answers.get(said) ?? 0) + 1);
      for (const other of ratings.filter((another) => another.rater !== one.rater)) {
        row.pairs += 1;
        if (printedValue(other.answer) === said) row.same += 1;
      }
      found.set(one.rater, row);
    }
  }
  return [...found].sort(([a], [b]) => (a < b ? -1 : 1));
};

const answerCounts = (answers) =>
  [...answers].sort().map(([said, count]) => `${said} ${count}×`).join(", ");

const raterTable = (check) =>
  table(`Raters of ${check.name}`,
    ["Rater", right("Ratings"), right("Agrees with the others"), "Says"],
    raterRows(check).map(([rater, row]) => element("tr", {},
      element("th", { scope: "row" }, shownText(rater)),
      element("td", { class: "right" }, row.ratings),
      element("td", { class: "right" }, row.pairs > 0 ? percent(row.same / row.pairs) : dash),
      element("td", {}, shownText(answerCounts(row.answers))))));

const mostShown = 30;

const splitItems = (ids) => [
  heading(3, `Raters differ on ${counted(ids.length, "item")}`),
  element("p", { class: "chips" }, ids.slice(0, mostShown).map(itemLink),
    ids.length > mostShown &&
      linkTo(hashOfItems({ only: JSON.stringify(ids) }), { class: "chip" }, "all of them"))];

const panelSection = (check) => {
  const split = items.filter((item) => isSplit(item, check));
  return element("section", {},
    heading(2, shownText(check.title || check.name)),
    check.question && element("p", {}, element("q", {}, shownText(check.question))),
    element("p", { class: doesNotCount(check) ? "trust warn" : "trust" },
      shownText(`${check.trust}: ${check.trust_why}`)),
    element("dl", { class: "numbers" }, agreementRows(check).map(([name, text]) =>
      element("div", {}, element("dt", {}, name), element("dd", {}, text)))),
    raterRows(check).length > 0 && raterTable(check),
    split.length > 0 && splitItems(split.map((item) => item.id)));
};

const drawPeople = (room) => room.append(...panelChecks().map(panelSection));
