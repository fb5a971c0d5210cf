// The list of items. Of thousands only those in sight are in the page.

const rowHeight = 44;
const rowsBeyond = 8;

const list = { items: [], room: null, rows: null };

const stateMarks = (item) => checks.map((check) =>
  element("i", { class: `state ${stateOf(item, check.index)}${check.name === state.check ? " chosen" : ""}` }));

const rowWords = (item) => {
  const fails = failsOf(item).map((check) => check.name);
  const opens = opensOf(item).map((check) => check.name);
  return [`, score ${percent(item.score)}`, fails.length > 0 && `, fails ${listed(fails)}`,
    opens.length > 0 && `, open ${listed(opens)}`];
};

const itemRow = (item, place) => {
  const row = element("li", { class: "row", "aria-setsize": list.items.length, "aria-posinset": place + 1 },
    linkTo(hashWith({ item: item.id, sample: "" }), { "aria-current": browser.item === item ? "true" : null },
      element("span", { class: "name" }, shownText(item.id)),
      element("span", { class: "states", "aria-hidden": "true" }, stateMarks(item)),
      element("span", { class: "score", "aria-hidden": "true" }, percent(item.score)),
      unseen(rowWords(item).filter(Boolean).join(""))));
  row.style.top = `${place * rowHeight}px`;
  return row;
};

// `toItem`: the focus follows to the current item; else it stays on the row it is on.
const drawRows = (toItem = false) => {
  const { scrollTop, clientHeight } = list.room;
  const first = Math.max(Math.floor(scrollTop / rowHeight) - rowsBeyond, 0);
  const last = Math.ceil((scrollTop + clientHeight) / rowHeight) + rowsBeyond;
  const focused = list.rows.contains(document.activeElement)
    ? document.activeElement.closest(".row").getAttribute("aria-posinset") : null;
  const inSight = list.items.slice(first, last);
  list.rows.replaceChildren(...inSight.map((item, index) => itemRow(item, first + index)));
  if (focused === null) return;
  const wanted = toItem ? "[aria-current]" : `[aria-posinset="${focused}"] a`;
  (list.rows.querySelector(wanted) ?? list.room).focus({ preventScroll: true });
};

const makeList = () => {
  list.rows = element("ol", { class: "rows" });
  list.room = element("div", { class: "list", tabindex: "0", role: "group", "aria-label": "Items",
    onscroll: () => requestAnimationFrame(() => drawRows()) }, list.rows);
  return list.room;
};

const scrollToItem = () => {
  const place = list.items.indexOf(browser.item);
  if (place < 0) return;
  const top = place * rowHeight;
  const { scrollTop, clientHeight } = list.room;
  if (top < scrollTop) list.room.scrollTop = top;
  else if (top + rowHeight > scrollTop + clientHeight) list.room.scrollTop = top + rowHeight - clientHeight;
};

const showList = (found) => {
  list.items = found;
  list.rows.style.height = `${found.length * rowHeight}px`;
  scrollToItem();
  drawRows(true);
};
