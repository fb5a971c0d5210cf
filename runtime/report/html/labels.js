// Verdicts confirmed or found wrong by hand: kept in this browser, and written as the
// `label` records of a run log.

const labelsKey = `cairn.labels.${summary.run}`;

let labels = null;

const placeOf = (item, sample, check) => JSON.stringify([item.id, sample.sample, check.name]);

const keptLabels = () => {
  if (labels) return labels;
  try {
    labels = JSON.parse(keptText(labelsKey)) ?? {};
  } catch {
    labels = {};
  }
  return labels;
};

// Another tab with this report has written some.
const forgetLabels = ({ key }) => {
  if (key !== labelsKey) return;
  labels = null;
  showState();
};

const labelOf = (item, sample, check) => keptLabels()[placeOf(item, sample, check)];

// `expect`: "pass" or "fail"; empty takes the label away.
const keepLabel = (item, sample, check, expect) => {
  const place = placeOf(item, sample, check);
  if (expect === "") delete keptLabels()[place];
  else
    keptLabels()[place] = {
      record: "label", item: item.id, sample: sample.sample, check: check.name, expect,
      when: new Date().toISOString().replace(/\.\d+Z$/, "Z"),
    };
  keepText(labelsKey, JSON.stringify(keptLabels()));
  showState();
};

const expectWords = { pass: "should pass", fail: "should fail" };
const saidBy = (verdict) => ({ passed: "pass", failed: "fail" })[verdict.outcome];
const otherThan = (said) => (said === "pass" ? "fail" : "pass");

const wrongButton = (item, sample, check) => {
  const said = saidBy(sample.verdicts[check.index]);
  if (!said) return null;
  const wrong = labelOf(item, sample, check)?.expect === otherThan(said);
  return element("button", {
    type: "button", class: "quiet small mark-wrong", "aria-pressed": String(wrong),
    "aria-label": `The verdict of ${check.name} is wrong`,
    onclick: () => keepLabel(item, sample, check, wrong ? "" : otherThan(said)),
  }, wrong ? "Marked as wrong" : "Wrong?");
};

const keptLabelNote = (item, sample, check) => {
  const label = labelOf(item, sample, check);
  return label && faint(`By hand: ${expectWords[label.expect]}; kept in this browser.`);
};

// --- to a file --------------------------------------------------------------------------

const labelLines = (who) =>
  Object.values(keptLabels())
    .map(({ when, ...label }) => `${JSON.stringify({ ...label, who, when })}\n`).join("");

const download = (name, text) => {
  const address = URL.createObjectURL(new Blob([text], { type: "application/jsonl" }));
  element("a", { href: address, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(address), 1000);
};

const exportLabels = () => download(`labels-${summary.run}.jsonl`, labelLines(keptText("cairn.who")));

const labelTools = () => {
  const who = element("input", {
    id: "who", type: "text", size: 10, value: keptText("cairn.who"), placeholder: "your name",
    oninput: (event) => keepText("cairn.who", event.target.value),
  });
  return element("form", { class: "label-tools", id: "label-tools", hidden: true,
    onsubmit: (event) => { event.preventDefault(); exportLabels(); } },
    element("span", { class: "label-count" }), element("label", {}, unseen("Who labels"), who),
    element("button", { type: "submit", class: "quiet", id: "export-labels" }, "Export"));
};

const showLabelTools = () => {
  const tools = document.getElementById("label-tools");
  const count = Object.keys(keptLabels()).length;
  tools.hidden = count === 0;
  tools.querySelector(".label-count").textContent = counted(count, "label");
};
