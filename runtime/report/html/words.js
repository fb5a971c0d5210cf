// How numbers are said; the terminal says them the same way (report/phrases.cpp).

const dash = "–";

const percent = (share) => {
  if (share === null || share === undefined) return dash;
  const value = share * 100;
  if (value === 0 || value === 100) return `${value}%`;
  // 99.97% is not all: it must not be shown as 100.0%.
  if (value > 99.9 && value < 100) return `${Math.min(value, 99.99).toFixed(2)}%`;
  if (value > 0 && value < 0.05) return `${Math.max(value, 0.01).toFixed(2)}%`;
  return `${value.toFixed(1)}%`;
};

const points = (share) => `±${(share * 100).toFixed(1)}`;

const signed = (share) => {
  const text = Math.abs(share * 100).toFixed(1);
  if (text === "0.0") return "0.0";
  return (share < 0 ? "−" : "+") + text;
};

// 99.6% is not all, and 0.4% not nothing.
const wholePercent = (share) =>
  share > 0 && share < 1 ? Math.min(Math.max(Math.round(share * 100), 1), 99) : Math.round(share * 100);

const range = (interval) =>
  interval ? `${wholePercent(interval[0])}${dash}${wholePercent(interval[1])}%` : "";

const plainNumber = (value) => {
  if (value === null || value === undefined) return dash;
  if (Number.isInteger(value)) return value.toLocaleString("en-US");
  return Math.abs(value) >= 100 ? value.toFixed(1) : String(Number(value.toPrecision(3)));
};

const money = (usd) => `$${usd.toFixed(usd > 0 && usd < 0.01 ? 4 : 2)}`;

const counted = (count, thing) =>
  `${count.toLocaleString("en-US")} ${thing}${count === 1 ? "" : "s"}`;

const pValue = (p) => (p < 0.001 ? "p < 0.001" : `p = ${p.toFixed(p < 0.1 ? 3 : 2)}`);

const monthNames = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

// "2026-11-24T16:40:00Z" as "24 Nov 2026 16:40".
const dateText = (time) => {
  const found = /^(\d{4})-(\d\d)-(\d\d)T(\d\d:\d\d)/.exec(time ?? "");
  if (!found) return time ?? "";
  return `${Number(found[3])} ${monthNames[Number(found[2]) - 1]} ${found[1]} ${found[4]}`;
};

const listed = (words) =>
  words.length < 2 ? words.join("") : `${words.slice(0, -1).join(", ")} and ${words.at(-1)}`;

const outcomeWords = {
  passed: "passed", failed: "failed", unanswered: "open", not_applicable: "n/a", measured: "measured",
};

const deciderWords = {
  none: "rule", judge: "AI judge", tool: "program", reward: "reward model", embedding: "embedding",
  panel: "people",
};

const shortJson = (value) => {
  const line = JSON.stringify(value);
  return line.length <= 100 ? line : JSON.stringify(value, null, 2);
};

// A value of the data, about as a placeholder would print it.
const printedValue = (value) => {
  if (value === null || value === undefined) return "";
  if (typeof value === "boolean") return value ? "yes" : "no";
  if (typeof value !== "object") return String(value);
  if (!Array.isArray(value)) return shortJson(value);
  return value.map((one) => `- ${typeof one === "object" ? shortJson(one) : printedValue(one)}`).join("\n");
};
