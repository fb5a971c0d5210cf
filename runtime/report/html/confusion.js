// Checks that say a label: what was said against what should have been.

const cellOf = (check, should, said) =>
  check.confusion.filter((cell) => cell.should_say === should && cell.said === said)
    .reduce((sum, cell) => sum + cell.count, 0);

const labelsOf = (check) => {
  const should = new Set(check.confusion.map((cell) => cell.should_say));
  const others = new Set(check.confusion.map((cell) => cell.said).filter((said) => !should.has(said)));
  return { should: [...should].sort(), said: [...should, ...others].sort() };
};

const confusionCell = (check, should, said, most) => {
  const count = cellOf(check, should, said);
  const kind = should === said ? "agrees" : "differs";
  if (count === 0) return element("td", { class: "cell none" }, "·");
  const level = Math.min(Math.ceil((count / most) * 4), 4);
  return element("td", { class: `cell ${kind} level-${level}` },
    linkTo(hashOfItems({ check: check.name, said: JSON.stringify([said, should]) }), {
      "aria-label": `${counted(count, "answer")} that say ${said || "nothing"} where ${should} is right`,
    }, count));
};

const confusionTable = (check) => {
  const { should, said } = labelsOf(check);
  const most = Math.max(...check.confusion.map((cell) => cell.count));
  return table(`What ${check.name} said`,
    ["should say ↓  said →", ...said.map((one) => ({ text: one || "(nothing)", class: "cell" }))],
    should.map((row) => element("tr", {},
      element("th", { scope: "row" }, shownText(row)),
      said.map((column) => confusionCell(check, row, column, most)))),
    { class: "confusion" });
};

const labelNumbers = (check) =>
  [["Accuracy", percent(check.score)], ["Precision", percent(check.precision)],
    ["Recall", percent(check.recall)], ["F1", percent(check.f1)],
    ["Kappa", check.kappa === null ? dash : check.kappa.toFixed(2)]];

const labelMetrics = () => {
  const all = checks.filter((check) => check.confusion);
  if (all.length === 0) return null;
  return element("section", {}, heading(2, "Labels"), all.map((check) =>
    element("div", { class: "labels" },
      heading(3, shownText(check.title || check.name)),
      element("dl", { class: "numbers" }, labelNumbers(check).map(([name, text]) =>
        element("div", {}, element("dt", {}, name), element("dd", {}, text)))),
      confusionTable(check),
      element("p", { class: "faint" },
        "Precision, recall and F1 are plain means over the labels. Choose a number to see its answers."))));
};
