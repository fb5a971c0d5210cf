// The plan as it was run, and what names it exactly.

const planWords = (key) => key.replaceAll("_", " ");

const isPlain = (value) => typeof value !== "object" || value === null;

const plainText = (value) => {
  const text = printedValue(value);
  return text.includes("\n") ? textBlock(text, { class: "field" }) : shownText(text);
};

const planValue = (value) => {
  if (isPlain(value)) return plainText(value);
  if (Array.isArray(value) && value.every(isPlain)) return shownText(value.map(printedValue).join(", "));
  if (!Array.isArray(value)) return planRows(value);
  return element("ul", { class: "plan-list" }, value.map((one) => element("li", {}, planValue(one))));
};

const planRows = (record) =>
  element("dl", { class: "plan" }, Object.entries(record).map(([key, value]) =>
    element("div", {}, element("dt", {}, shownText(planWords(key))), element("dd", {}, planValue(value)))));

const opened = new Set(["eval", "prompt"]);

const planSection = ([key, value]) =>
  element("details", { class: "plan-part", open: opened.has(key) },
    element("summary", {}, planWords(key), Array.isArray(value) && ` (${value.length})`), planValue(value));

const exactly = () => [
  ["cairn", report.cairn], ["run", report.run], ["started", summary.started],
  ["eval", `${summary.eval} in ${summary.file}`], ["model", summary.model],
  ["samples", String(summary.samples)], ["seed", String(report.plan.eval.seed ?? 0)],
  ["score hash", summary.hashes.score], ["answers hash", summary.hashes.answers],
  ...checks.map((check) => [`hash of ${check.name}`, check.hash]),
];

const exactRows = () =>
  element("dl", { class: "plan" }, exactly().map(([name, text]) =>
    element("div", {}, element("dt", {}, shownText(name)), element("dd", {}, shownText(text)))));

// What stands alone first, then part by part.
const planParts = () => {
  const all = Object.entries(report.plan).filter(([key]) => key !== "hashes");
  return [planRows(Object.fromEntries(all.filter(([, value]) => isPlain(value)))),
    all.filter(([, value]) => !isPlain(value)).map(planSection)];
};

const drawAppendix = (room) =>
  room.append(
    element("section", {}, heading(2, "What this is, exactly"), exactRows()),
    element("section", {}, heading(2, "Plan"), planParts()));
