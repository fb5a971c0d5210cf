// The report's data, and what is looked up in it again and again.

const report = JSON.parse(document.getElementById("data").textContent);
const { summary, comparison, items } = report;

const checks = report.checks.map((planned, index) => ({
  ...planned,
  ...summary.checks.find((one) => one.name === planned.name),
  index,
}));
const checkNamed = new Map(checks.map((check) => [check.name, check]));

items.forEach((item, index) => { item.index = index; });
const itemNamed = new Map(items.map((item) => [item.id, item]));
const itemBefore = new Map((report.before?.items ?? [])
  .filter((item) => item.samples.length > 0).map((item) => [item.id, item]));

const severalSamples = items.some((item) => item.samples.length > 1);

const outcomesOf = (item, index) => item.samples.map((sample) => sample.verdicts[index].outcome);

const madeState = (outcomes) => {
  const has = (outcome) => outcomes.includes(outcome);
  if (has("failed")) return has("passed") ? "split" : "failed";
  if (has("unanswered")) return "unanswered";
  if (has("passed")) return "passed";
  return has("measured") ? "measured" : "not_applicable";
};

// What a check says of an item, over its samples: one of the outcomes, or "split" where
// it passed some and failed others.
const stateOf = (item, index) => {
  item.states ??= checks.map((check) => madeState(outcomesOf(item, check.index)));
  return item.states[index];
};

const stateWords = { ...outcomeWords, split: "split" };

const failsOf = (item) =>
  checks.filter((check) => ["failed", "split"].includes(stateOf(item, check.index)));
const opensOf = (item) => checks.filter((check) => outcomesOf(item, check.index).includes("unanswered"));

const answerText = (sample) => sample.error ?? (sample.turns ?? []).join("\n\n");

// "item.a.b" in the fields of an item; undefined if there is none.
const fieldOf = (item, path) =>
  path.split(".").slice(1).reduce((value, key) => value?.[key], item.fields);

// An item's values in a slice, by the slice's name or by a field; of a list its elements.
const slicesOf = (item, name) => {
  if (name in item.slices) return [item.slices[name]];
  const value = name.startsWith("item.") ? fieldOf(item, name) : undefined;
  if (value === undefined || value === null) return [];
  return [value].flat().map(printedValue);
};

// What crossed one half since the run before: on a check, or in the score.
const crossedOf = (checkName) => {
  if (!comparison) return null;
  if (!checkName) return comparison.score;
  return comparison.checks.find((one) => one.name === checkName) ?? null;
};
