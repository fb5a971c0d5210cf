// For everybody: axe-core finds nothing in any tab, light or dark, wide or narrow.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

import { lookAt } from "./browser.mjs";
import { pageOf } from "./projects.mjs";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

const violations = async (page) => {
  await page.evaluate(axe);
  const found = await page.evaluate(() => globalThis.axe.run({ preload: false }));
  return found.violations.map((one) =>
    `${one.id}: ${one.help}\n${one.nodes.map((node) => `  ${node.html}\n    ${node.failureSummary}`).join("\n")}`);
};

const tabs = [
  ["recipes", ""], ["classification", ""],
  ["recipes", "#view=items&item=minestrone"], ["recipes", "#view=items&item=minestrone&mode=side"],
  ["recipes", "#view=items&item=minestrone&mode=diff&sample=1"], ["recipes", "#view=items&q=nothing+at+all"],
  ["recipes", "#view=patterns"], ["recipes", "#view=compare"], ["recipes", "#view=people"],
  ["recipes", "#view=spot"], ["recipes", "#view=appendix"],
];

const pathOf = (world, name) =>
  name === "recipes" ? pageOf(world, "recipes", undefined, "--against", "last~1") : pageOf(world, name);

const inEveryTab = (options, prepare = async () => {}) => async (world) => {
  const found = [];
  for (const [name, hash] of tabs)
    await lookAt(pathOf(world, name), hash, async (page) => {
      await prepare(page);
      found.push(...(await violations(page)).map((one) => `${name} ${hash}: ${one}`));
    }, options);
  assert.deepEqual(found, []);
};

const openAll = (page) =>
  page.evaluate(() => { for (const one of document.querySelectorAll("details")) one.open = true; });

const ground = (page) => page.evaluate(() => getComputedStyle(document.body).backgroundColor);

export const tests = {
  "light": inEveryTab({ colorScheme: "light" }),
  "dark": inEveryTab({ colorScheme: "dark" }),
  "with all that can be opened open": inEveryTab({ colorScheme: "light" }, openAll),
  "narrow": inEveryTab({ colorScheme: "dark", viewport: { width: 420, height: 800 } }),
  "the help": async (world) =>
    lookAt(pathOf(world, "recipes"), "", async (page) => {
      await page.keyboard.press("?");
      assert.deepEqual(await violations(page), []);
    }),
  "a narrow page does not scroll sideways": async (world) => {
    for (const [name, hash] of tabs)
      await lookAt(pathOf(world, name), hash, async (page) =>
        assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), `${name} ${hash}`),
      { viewport: { width: 420, height: 800 } });
  },
  "dark as the system is, or as was chosen, and it is kept": async (world) => {
    await lookAt(pathOf(world, "recipes"), "", async (page) => {
      const dark = await ground(page);
      await page.click("#theme");
      const light = await ground(page);
      assert.notEqual(light, dark);
      assert.equal(await page.locator("#theme").textContent(), "Theme: light");
      await page.reload();
      assert.equal(await ground(page), light);
    }, { colorScheme: "dark" });
  },
  "on paper every part but the item browser": async (world) => {
    await lookAt(pathOf(world, "recipes"), "", async (page) => {
      await page.emulateMedia({ media: "print" });
      await page.evaluate(() => dispatchEvent(new Event("beforeprint")));
      for (const view of ["overview", "patterns", "compare", "people", "appendix"])
        assert.ok(await page.locator(`#view-${view}`).isVisible(), view);
      assert.ok(await page.locator("#view-compare .crossed").count() > 0);
      assert.ok(!await page.locator(".tabs").first().isVisible());
    });
  },
};
