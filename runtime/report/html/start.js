// Draws each part of the report when it is first looked at.

const views = {
  overview: { draw: drawOverview },
  items: { draw: drawItems, show: showItems },
  patterns: { draw: drawPatterns },
  compare: { draw: drawCompare, show: showCompare },
  people: { draw: drawPeople },
  spot: { draw: () => {}, show: showSpotCheck },
  appendix: { draw: drawAppendix },
};

const roomOf = (view) => {
  const found = document.getElementById(`view-${view}`);
  if (found) return found;
  const room = element("div", { id: `view-${view}`, class: "view" });
  document.getElementById("main").append(room);
  views[view].draw(room);
  return room;
};

const showState = () => {
  if (!viewNames().includes(state.view)) state.view = "overview";
  const room = roomOf(state.view);
  for (const other of document.querySelectorAll(".view")) other.hidden = other !== room;
  markTab();
  showLabelTools();
  views[state.view].show?.(room);
};

// On paper all but the item browser is there.
const drawForPaper = () => {
  for (const view of viewNames()) {
    if (view === "items" || view === "spot") continue;
    const room = roomOf(view);
    views[view].show?.(room);
  }
};

const followAddress = () => {
  const before = state.view;
  state = readState();
  showState();
  if (state.view !== before) scrollTo(0, 0);
};

const start = () => {
  applyTheme();
  drawHeader();
  document.body.append(helpDialog());
  addEventListener("hashchange", followAddress);
  addEventListener("keydown", onKey);
  addEventListener("resize", () => { if (state.view === "items") drawRows(); });
  addEventListener("beforeprint", drawForPaper);
  addEventListener("storage", forgetLabels);
  followAddress();
  prepareSearch();
};

start();
