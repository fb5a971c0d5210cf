// Ten verdicts of each check to be confirmed by hand, and what so many confirmed ones say.

const isRight = (item, sample, check) => {
  const label = labelOf(item, sample, check);
  return label ? label.expect === saidBy(sample.verdicts[check.index]) : null;
};

const spotVerdicts = (sheet) => {
  const check = checkNamed.get(sheet.check);
  return sheet.verdicts.map((drawn) => {
    const item = itemNamed.get(drawn.item);
    return { check, item, sample: item.samples.find((one) => one.sample === drawn.sample) };
  });
};

const spotResult = (sheet) => {
  const looked = spotVerdicts(sheet).map((one) => isRight(one.item, one.sample, one.check))
    .filter((told) => told !== null);
  const all = sheet.verdicts.length;
  if (looked.length === 0) return `None of ${all} looked at yet.`;
  const confirmed = looked.filter(Boolean).length;
  const limit = Math.floor(report.spot_check.limits[looked.length - 1][confirmed] * 100);
  const rest = looked.length < all ? ` ${all - looked.length} to go.` : "";
  return `${confirmed} of ${counted(looked.length, "verdict")} confirmed, ` +
    `so at least ${limit}% are right (95%).${rest}`;
};

const spotChoice = ({ item, sample, check }, confirms, words) => {
  const said = saidBy(sample.verdicts[check.index]);
  const chosen = isRight(item, sample, check) === confirms;
  return element("button", {
    type: "button", class: `quiet small ${confirms ? "confirm" : "reject"}`, "aria-pressed": String(chosen),
    "aria-label": `${words}: ${check.name} of ${item.id}`,
    onclick: () => keepLabel(item, sample, check, chosen ? "" : confirms ? said : otherThan(said)),
  }, `${chosen ? "☑" : "☐"} ${words}`);
};

const spotRow = (one) => {
  const { item, sample, check } = one;
  const verdict = sample.verdicts[check.index];
  return element("li", { class: "spot" },
    element("div", { class: "spot-top" }, itemLink(item.id), outcomeTag(verdict),
      verdict.why && element("span", { class: "why" }, shownText(verdict.why)),
      element("span", { class: "choices" }, spotChoice(one, true, "right"), spotChoice(one, false, "wrong"))),
    element("details", {}, element("summary", {}, "Answer"),
      textBlock(answerText(sample), { class: "answer" })));
};

const spotSection = (sheet) => {
  const check = checkNamed.get(sheet.check);
  return element("section", { "data-check": sheet.check },
    heading(2, shownText(check.name), " ", element("span", { class: "sub" }, shownText(check.title))),
    element("p", { class: "asked" }, shownText(check.question ?? check.rule ?? "")),
    element("p", { class: "spot-result", role: "status" }, spotResult(sheet)),
    element("ol", { class: "spots" }, spotVerdicts(sheet).map(spotRow)));
};

// Where a reader opened an answer or stands on a button, it stays so.
const showSpotCheck = (room) => {
  const open = [...room.querySelectorAll("details")].map((one) => one.open);
  const buttons = [...room.querySelectorAll("button")];
  const focused = buttons.indexOf(document.activeElement);
  room.replaceChildren(
    faint("Read each answer and say whether the verdict is right. Up to ten of each check were drawn by a ",
      "hash of their names, so everybody gets the same ones. What you say is kept in this browser and can ",
      "be exported as labels."),
    ...report.spot_check.checks.map(spotSection));
  room.querySelectorAll("details").forEach((one, index) => { one.open = open[index] ?? false; });
  if (focused >= 0) room.querySelectorAll("button")[focused]?.focus();
};
