// Light, dark, or as the system is.

const themes = ["system", "light", "dark"];

const applyTheme = () => {
  const wanted = keptText("cairn.theme");
  if (wanted === "light" || wanted === "dark") document.documentElement.dataset.theme = wanted;
  else delete document.documentElement.dataset.theme;
};

const themeButton = () => {
  const name = () => keptText("cairn.theme") || "system";
  const button = element("button", { type: "button", class: "quiet", id: "theme" });
  const say = () => { button.textContent = `Theme: ${name()}`; };
  button.addEventListener("click", () => {
    keepText("cairn.theme", themes[(themes.indexOf(name()) + 1) % themes.length]);
    applyTheme();
    say();
  });
  say();
  return button;
};
