// The item browser: filters, the list, and the item that is looked at.

const browser = { form: null, count: null, detail: null, item: undefined, shown: "" };

const drawItems = (room) => {
  browser.form = element("div", { class: "filter-room" });
  browser.count = element("p", { class: "found", role: "status" });
  browser.detail = element("article", { class: "detail", tabindex: "-1", "aria-label": "Item" });
  room.append(browser.form,
    element("div", { class: "browser" },
      element("div", { class: "side" }, browser.count, makeList()), browser.detail));
};

// The controls are made anew, but whoever is typing in one keeps it.
const showForm = () => {
  const active = document.activeElement;
  const typing = active?.id === "search" ? active : null;
  if (typing && typing.value === state.q && browser.form.firstChild) {
    const made = filterForm();
    const parts = [...browser.form.firstChild.children];
    for (const part of parts.filter((one) => !one.contains(typing))) part.remove();
    const search = typing.closest(".search");
    let before = true;
    for (const part of [...made.children]) {
      if (part.classList.contains("search")) before = false;
      else if (before) search.before(part);
      else browser.form.firstChild.append(part);
    }
    return;
  }
  const focused = active && browser.form.contains(active) ? active.id : "";
  browser.form.replaceChildren(filterForm());
  if (focused) document.getElementById(focused)?.focus();
};

const countWords = (found) =>
  (found === items.length ? "" : `${found.toLocaleString("en-US")} of `) + counted(items.length, "item");

const showItems = () => {
  const found = foundItems();
  // The first is looked at where none of them was chosen.
  browser.item = found.find((item) => item.id === state.item) ?? found[0];
  showForm();
  browser.count.textContent = countWords(found.length);
  showList(found);
  showDetail();
};

// --- from item to item --------------------------------------------------------------

const step = (by, wanted = () => true) => {
  if (state.view !== "items") return go({ view: "items" });
  const found = foundItems();
  for (let place = found.indexOf(browser.item) + by; place >= 0 && place < found.length; place += by)
    if (wanted(found[place])) return go({ item: found[place].id, sample: "" });
  return undefined;
};

const failsChosen = (item) => {
  const check = checkNamed.get(state.check);
  return check ? outcomesOf(item, check.index).includes("failed") : failsOf(item).length > 0;
};
