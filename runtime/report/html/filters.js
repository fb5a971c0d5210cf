// Which items are left: each key of the state that filters is one condition.

const isInState = (item, index, verdict) => {
  const outcomes = outcomesOf(item, index);
  if (verdict === "split") return stateOf(item, index) === "split";
  if (verdict === "passed" || verdict === "not_applicable")
    return outcomes.length > 0 && outcomes.every((outcome) => outcome === verdict);
  return outcomes.includes(verdict);
};

const byVerdict = (check, verdict) => {
  if (check) return (item) => isInState(item, check.index, verdict);
  if (verdict === "passed") return (item) => failsOf(item).length === 0 && opensOf(item).length === 0;
  return (item) => checks.some((one) => isInState(item, one.index, verdict));
};

// Both checks fail the same answer.
const bothFail = (check, other) => (item) =>
  item.samples.some((sample) =>
    [check, other].every((one) => sample.verdicts[one.index].outcome === "failed"));

const inSlice = (text) => {
  const at = text.indexOf(":");
  const [name, value] = [text.slice(0, at), text.slice(at + 1)];
  return (item) => slicesOf(item, name).includes(value);
};

const hasCrossed = (checkName, way) => {
  const found = crossedOf(checkName);
  const ids = new Set([
    ...(way === "broke" ? [] : found?.fixed_items ?? []), ...(way === "fixed" ? [] : found?.broke_items ?? []),
  ]);
  return (item) => ids.has(item.id);
};

const hasSaid = (check, text) => {
  const [said, should] = JSON.parse(text);
  return (item) => item.samples.some((sample) => sample.verdicts[check.index].said?.some(
    (pair) => pair.said === said && pair.should_say === should));
};

const isUnsteady = (item) =>
  (item.consistency !== null && item.consistency < 1) ||
  checks.some((check) => stateOf(item, check.index) === "split");

const inRange = (text) => {
  const [, path, low, high] = /^(.*):(.*)\.\.(.*)$/.exec(text);
  return (item) => {
    const value = fieldOf(item, path);
    const number = Array.isArray(value) ? value.length : typeof value === "number" ? value : NaN;
    return number >= Number(low) && number <= Number(high);
  };
};

const conditionMakers = {
  verdict: () => byVerdict(checkNamed.get(state.check), state.verdict),
  and: () => bothFail(checkNamed.get(state.check), checkNamed.get(state.and)),
  slice: () => inSlice(state.slice),
  crossed: () => hasCrossed(state.check, state.crossed),
  unsteady: () => isUnsteady,
  q: () => hasText(state.q),
  scores: () => (item) => item.score !== null && binOf(item.score) === Number(state.scores),
  said: () => hasSaid(checkNamed.get(state.check), state.said),
  only: () => { const ids = new Set(JSON.parse(state.only)); return (item) => ids.has(item.id); },
  range: () => inRange(state.range),
};

// An address that someone wrote by hand may ask for what there is not: then nothing is left.
const conditionOf = (key) => {
  try {
    return conditionMakers[key]();
  } catch {
    return () => false;
  }
};

// Without a verdict, a check alone asks for the items that it says something of.
const says = (check) => (item) => stateOf(item, check.index) !== "not_applicable";

const conditions = () => {
  const made = filterKeys.filter((key) => key !== "check" && state[key] !== "").map(conditionOf);
  const check = checkNamed.get(state.check);
  if (state.check !== "" && !check) made.push(() => false);
  if (check && state.verdict === "") made.push(says(check));
  return made;
};

const orders = {
  "": { words: "as in the eval" },
  worst: { words: "worst first", by: (item) => item.score ?? 2 },
  unsteady: { words: "least steady first", by: (item) => item.consistency ?? 2 },
};

const foundItems = () => {
  const wanted = conditions();
  const found = items.filter((item) => wanted.every((condition) => condition(item)));
  const { by } = orders[state.order] ?? orders[""];
  return by ? found.sort((a, b) => by(a) - by(b) || a.index - b.index) : found;
};
