// Two runs on one page.
import assert from "node:assert/strict";

import { lookAt } from "./browser.mjs";
import { dataOf, pageOf } from "./projects.mjs";

const said = {
  better: "Better", worse: "Worse", "can't tell": "Can't tell them apart", "not comparable": "Not comparable",
};
const against = ["--against", "last~1"];

export const tests = {
  "the verdict in words, and every check": async (world) => {
    const { comparison } = dataOf(world, "recipes", undefined, ...against);
    await lookAt(pageOf(world, "recipes", undefined, ...against), "#view=compare", async (page) => {
      const words = await page.locator("#view-compare .verdict").textContent();
      assert.ok(words.startsWith(`${said[comparison.verdict]}: `), words);
      assert.ok(words.includes(`${(comparison.score.after * 100).toFixed(1)}%`), words);
      assert.equal(await page.locator("#view-compare tbody tr").count(), comparison.checks.length);
    });
  },
  "both answers of an item that crossed, word by word": async (world) => {
    const data = dataOf(world, "recipes", undefined, ...against);
    const crossed = ["broke_items", "fixed_items"].flatMap((way) =>
      [...new Set(data.comparison.checks.flatMap((one) => one[way]))]);
    const textOf = (items, id) => items.find((item) => item.id === id).samples[0].turns[0];
    const id = crossed.find((one) => textOf(data.items, one) !== textOf(data.before.items, one));
    await lookAt(pageOf(world, "recipes", undefined, ...against), "#view=compare", async (page) => {
      assert.equal(await page.locator(".crossed").count(), crossed.length);
      await page.locator(".crossed", { hasText: id }).first().click();
      assert.equal(await page.locator("#view-compare .answer").nth(0).textContent(), textOf(data.before.items, id));
      assert.equal(await page.locator("#view-compare .answer").nth(1).textContent(), textOf(data.items, id));
      assert.ok(await page.locator("#view-compare del").count() > 0);
    });
  },
  "how many were fixed leads to them": async (world) => {
    const { comparison } = dataOf(world, "recipes", undefined, ...against);
    const one = comparison.checks.find((check) => check.fixed > 0);
    await lookAt(pageOf(world, "recipes", undefined, ...against), "#view=compare", async (page) => {
      const row = page.locator("#view-compare tbody tr", { has: page.locator("th", { hasText: one.name }) });
      await row.locator("td").nth(3).locator("a").click();
      assert.deepEqual(await page.locator(".row .name").allTextContents(), one.fixed_items);
    });
  },
  "a run alone has no such tab": async (world) => {
    await lookAt(pageOf(world, "recipes"), "#view=compare", async (page) => {
      assert.equal(await page.locator('[data-view="compare"]').count(), 0);
      assert.ok(await page.locator("#view-overview").isVisible());
    });
  },
};
