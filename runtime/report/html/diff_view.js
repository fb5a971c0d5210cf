// Two texts side by side, what only one of them has marked.

const differenceSide = (runs, kind, title) => {
  const here = runs.filter((run) => run.kind === "same" || run.kind === kind);
  const marked = (run) => element(kind === "added" ? "ins" : "del", {}, shownText(run.text));
  return element("section", { class: "answer-box", "aria-label": title }, heading(3, title),
    here.every((run) => run.text === "") && noAnswer("The answer is empty."),
    element("pre", { class: "answer", dir: "auto" },
      here.map((run) => (run.kind === "same" ? shownText(run.text) : marked(run)))));
};

const wholeRuns = (before, after) => [{ kind: "removed", text: before }, { kind: "added", text: after }];

const differenceView = (before, after, titleBefore, titleAfter) => {
  if (before === after)
    return [faint("Both are the same, letter by letter."),
      textBlock(after, { class: "answer" })];
  const found = wordDifference(before, after);
  const runs = found ?? wholeRuns(before, after);
  return [
    !found && faint("They have too little in common for their words to be compared."),
    element("div", { class: "columns two" },
      differenceSide(runs, "removed", titleBefore), differenceSide(runs, "added", titleAfter)),
  ].filter(Boolean);
};
