// An item as Markdown, for an issue tracker.

// Longer than any row of ` in the text, so that the text cannot end it.
const fenced = (text) => {
  const longest = Math.max(2, ...(text.match(/`+/g) ?? []).map((row) => row.length));
  const fence = "`".repeat(longest + 1);
  return `${fence}\n${text}\n${fence}\n`;
};

// In one line, as code: no mention, link or picture of a stranger's text comes alive.
const inCode = (text) => {
  const line = String(text).replace(/\s+/g, " ").trim();
  const longest = Math.max(0, ...(line.match(/`+/g) ?? []).map((row) => row.length));
  const mark = "`".repeat(longest + 1);
  const gap = /^`|`$/.test(line) ? " " : "";
  return mark + gap + line + gap + mark;
};

// As a word of a command for a shell.
const shellWord = (text) =>
  /^[\w./:=@,+%~-]+$/.test(text) ? text : `'${String(text).replaceAll("'", "'\\''")}'`;

const issueVerdict = (check, verdict) => {
  const lines = [`- **${check.name}** ${outcomeWords[verdict.outcome]}`];
  if (check.title) lines[0] += ` (${inCode(check.title)})`;
  if (verdict.why) lines.push(`  ${inCode(verdict.why)}`);
  for (const one of (verdict.elements ?? []).filter((each) => each.outcome !== "passed"))
    lines.push(`  - ${[one.element ? inCode(one.element) : "an element", outcomeWords[one.outcome],
      one.why && inCode(one.why)].filter(Boolean).join(", ")}`);
  return lines.join("\n");
};

const issueText = (item, sample) => {
  const wrong = checks.map((check) => [check, sample.verdicts[check.index]])
    .filter(([, verdict]) => ["failed", "unanswered"].includes(verdict.outcome));
  const fields = Object.entries(item.fields).filter(([name]) => name !== "id");
  return [
    `### ${inCode(summary.title || summary.eval)}: item ${inCode(item.id)}${severalSamples ? `, sample ${sample.sample}` : ""}`,
    "",
    `Run ${summary.run}, ${dateText(summary.started)}, ${inCode(summary.model)}, score ${percent(sample.score)}`,
    "",
    ...(wrong.length > 0 ? wrong.map((one) => issueVerdict(...one)) : ["Every check passed."]),
    "",
    ...fields.flatMap(([name, value]) => [`**${inCode(name)}**`, "", fenced(printedValue(value))]),
    "**Answer**",
    "",
    fenced(answerText(sample)),
    inCode(`cairn show ${summary.run} ${shellWord(item.id)}`),
    "",
  ].join("\n");
};

// Browsers without a clipboard for pages from a file still have the older way.
const copyText = async (text) => {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    const area = element("textarea", { class: "unseen", "aria-hidden": "true" });
    area.value = text;
    document.body.append(area);
    area.select();
    document.execCommand("copy");
    area.remove();
  }
};

const issueButton = (item, sample) => {
  const button = element("button", { type: "button", class: "quiet small copy-issue" }, "Copy as issue");
  button.addEventListener("click", async () => {
    await copyText(issueText(item, sample));
    button.textContent = "Copied";
    setTimeout(() => { button.textContent = "Copy as issue"; }, 1500);
  });
  return button;
};
