// The top of the page: which eval and run this is, what can be looked at, the theme.

const viewTitles = {
  overview: "Overview", items: "Items", patterns: "Patterns", compare: "Compare", people: "People",
  spot: "Spot check", appendix: "Appendix",
};

const viewNames = () =>
  Object.keys(viewTitles).filter((view) => {
    if (view === "compare") return comparison !== null;
    if (view === "people") return panelChecks().length > 0;
    if (view === "spot") return report.spot_check !== null;
    return true;
  });

const runFacts = () =>
  [summary.model, summary.recorded ? "recorded" : "", dateText(summary.started), `run ${summary.run}`]
    .filter((fact) => fact !== "").join(" · ");

const tab = (view) =>
  linkTo(hashOf({ ...defaults, view }), { class: "tab", "data-view": view }, viewTitles[view],
    view === "items" && element("span", { class: "count" }, items.length.toLocaleString("en-US")));

const drawHeader = () => {
  document.getElementById("top").append(
    element("div", { class: "title-row" },
      element("div", { class: "title" },
        heading(1, shownText(summary.title || summary.eval)),
        element("p", { class: "facts" }, shownText(runFacts()))),
      element("div", { class: "tools" },
        labelTools(),
        themeButton(),
        element("button", { type: "button", class: "quiet", id: "help-button", onclick: showHelp },
          "Keys ", element("kbd", {}, "?")))),
    element("nav", { class: "tabs", "aria-label": "Parts of the report" }, viewNames().map(tab)));
};

const markTab = () => {
  for (const link of document.querySelectorAll("#top a.tab")) {
    if (link.dataset.view === state.view) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
};
