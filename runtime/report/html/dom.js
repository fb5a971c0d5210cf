// Elements are made here alone. What is put into them is always text, so nothing that a
// model wrote can become markup, a link or a script.

const withParts = (made, attributes, children) => {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
    else made.setAttribute(name, value === true ? "" : String(value));
  }
  made.append(...children.flat(4).filter((child) => child !== null && child !== undefined && child !== false));
  return made;
};

const element = (name, attributes = {}, ...children) =>
  withParts(document.createElement(name), attributes, children);

const shape = (name, attributes = {}, ...children) =>
  withParts(document.createElementNS("http://www.w3.org/2000/svg", name), attributes, children);

const picture = (width, height, label, ...children) =>
  shape("svg", { width, height, viewBox: `0 0 ${width} ${height}`, role: "img", "aria-label": label },
    ...children);

const unseen = (text) => element("span", { class: "unseen" }, text);

// Control characters and marks that turn the direction of text would let a line show
// something else than it says; they are shown by their number.
const invisible =
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g;

const shownText = (text) => {
  const parts = [];
  let at = 0;
  for (const found of text.matchAll(invisible)) {
    const code = found[0].codePointAt(0).toString(16).toUpperCase().padStart(4, "0");
    parts.push(text.slice(at, found.index), element("span", { class: "unprintable" }, `U+${code}`));
    at = found.index + 1;
  }
  parts.push(text.slice(at));
  return parts;
};

const textBlock = (text, attributes = {}) =>
  element("pre", { dir: "auto", ...attributes }, shownText(text));

const quietButton = (words, onclick, attributes = {}) =>
  element("button", { type: "button", class: "quiet", onclick, ...attributes }, words);

const faint = (...children) => element("p", { class: "faint" }, children);

const heading = (level, text, ...more) => element(`h${level}`, {}, text, ...more);

// The heading of a column of numbers.
const right = (text) => ({ text, class: "right" });

// A column without a heading has an empty cell there, and no heading that says nothing.
const headingCell = (one) => {
  const text = one.text ?? one;
  if (text === "") return element("td", { class: one.class });
  return element("th", { scope: "col", class: one.class }, text);
};

const table = (caption, headings, rows, attributes = {}) =>
  element("div", { class: "scrolls", tabindex: "0", role: "group", "aria-label": caption },
    element("table", attributes,
      element("caption", { class: "unseen" }, caption),
      element("thead", {}, element("tr", {}, headings.map(headingCell))),
      element("tbody", {}, rows)));
