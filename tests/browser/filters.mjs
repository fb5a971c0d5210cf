// Each filter leaves the items it should, and its address opens the same view. What
// should be left is counted here anew, from the JSON report.
import assert from "node:assert/strict";

import { foundText, hashOf, lookAt, rowNames } from "./browser.mjs";
import { dataOf, pageOf } from "./projects.mjs";

const against = ["--against", "last~1"];

const recipes = (world) => ({
  path: pageOf(world, "recipes", undefined, ...against), data: dataOf(world, "recipes", undefined, ...against),
});

const outcomes = (data, item, check) => {
  const index = data.checks.findIndex((one) => one.name === check);
  return item.samples.map((sample) => sample.verdicts[index].outcome);
};

const ids = (data, wanted) => data.items.filter(wanted).map((item) => item.id);

// Uses a control, then opens the address that this made in a page of its own.
const leaves = async (world, use, wanted, address) => {
  const { path, data } = recipes(world);
  const expected = wanted(data);
  let hash = "";
  const check = async (page) => {
    assert.deepEqual((await rowNames(page)).sort(), [...expected].sort());
    const all = data.items.length;
    assert.equal(await foundText(page), `${expected.length === all ? "" : `${expected.length} of `}${all} items`);
  };
  await lookAt(path, "#view=items", async (page) => {
    await use(page);
    await check(page);
    assert.deepEqual(Object.fromEntries(Object.entries(await hashOf(page)).filter(([key]) => key !== "view")), address);
    hash = new URL(page.url()).hash;
  });
  await lookAt(path, hash, check);
};

const byVerdict = (verdict, wanted) => (world) =>
  leaves(world, async (page) => {
    await page.selectOption("#filter-check", "short_sentences");
    await page.selectOption("#filter-verdict", verdict);
  }, (data) => ids(data, (item) => wanted(outcomes(data, item, "short_sentences"))),
  { check: "short_sentences", verdict });

export const tests = {
  "a check alone leaves the items it speaks of": (world) =>
    leaves(world, (page) => page.selectOption("#filter-check", "pleasant"),
      (data) => ids(data, (item) => outcomes(data, item, "pleasant").some((one) => one !== "not_applicable")),
      { check: "pleasant" }),
  "failed": byVerdict("failed", (all) => all.includes("failed")),
  "passed": byVerdict("passed", (all) => all.every((one) => one === "passed")),
  "open": byVerdict("unanswered", (all) => all.includes("unanswered")),
  "n/a": byVerdict("not_applicable", (all) => all.every((one) => one === "not_applicable")),
  "split between samples": byVerdict("split", (all) => all.includes("failed") && all.includes("passed")),
  "any check that failed": (world) =>
    leaves(world, (page) => page.selectOption("#filter-verdict", "failed"),
      (data) => ids(data, (item) => item.samples.some((sample) =>
        sample.verdicts.some((verdict) => verdict.outcome === "failed"))),
      { verdict: "failed" }),
  "a slice of a field": (world) =>
    leaves(world, (page) => page.selectOption("#filter-slice", "item.cuisine:thai"),
      (data) => ids(data, (item) => item.fields.cuisine === "thai"), { slice: "item.cuisine:thai" }),
  "a slice block": (world) =>
    leaves(world, (page) => page.selectOption("#filter-slice", "many_ingredients:"),
      (data) => ids(data, (item) => item.fields.ingredients.length >= 8), { slice: "many_ingredients:" }),
  "unsteady": (world) =>
    leaves(world, (page) => page.check("#filter-unsteady"),
      (data) => ids(data, (item) => (item.consistency ?? 1) < 1 || data.checks.some((check) => {
        const all = outcomes(data, item, check.name);
        return all.includes("failed") && all.includes("passed");
      })), { unsteady: "1" }),
  "fixed since the run before": (world) =>
    leaves(world, async (page) => {
      await page.selectOption("#filter-check", "short_sentences");
      await page.selectOption("#filter-crossed", "fixed");
    }, (data) => data.comparison.checks.find((one) => one.name === "short_sentences").fixed_items,
    { check: "short_sentences", crossed: "fixed" }),
  "text in an answer, whatever its case": (world) =>
    leaves(world, (page) => page.fill("#search", "GUANCIALE"),
      (data) => ids(data, (item) => JSON.stringify(item).toLowerCase().includes("guanciale")), { q: "GUANCIALE" }),
  "nothing is left": (world) =>
    leaves(world, (page) => page.fill("#search", "no such words"), () => [], { q: "no such words" }),
  "several at once, and cleared": async (world) => {
    const { path, data } = recipes(world);
    const hash = "#view=items&slice=item.cuisine%3Aitalian&check=short_sentences&verdict=failed";
    await lookAt(path, hash, async (page) => {
      const wanted = ids(data, (item) =>
        item.fields.cuisine === "italian" && outcomes(data, item, "short_sentences").includes("failed"));
      assert.deepEqual(await rowNames(page), wanted);
      await page.click("#clear");
      assert.equal(await foundText(page), `${data.items.length} items`);
      assert.deepEqual(await hashOf(page), { view: "items" });
    });
  },
  "worst first": async (world) => {
    const { path, data } = recipes(world);
    await lookAt(path, "#view=items", async (page) => {
      await page.selectOption("#filter-order", "worst");
      const scores = (await rowNames(page)).map((id) => data.items.find((item) => item.id === id).score);
      assert.deepEqual(scores, scores.toSorted((a, b) => a - b));
    });
  },
  "whoever types in the search keeps the field": async (world) => {
    await lookAt(recipes(world).path, "#view=items", async (page) => {
      await page.click("#search");
      await page.keyboard.type("lemon");
      assert.equal(await page.inputValue("#search"), "lemon");
      assert.equal(await page.evaluate(() => document.activeElement.id), "search");
    });
  },
  "an address that asks for what there is not leaves nothing, and breaks nothing": async (world) => {
    const { path, data } = recipes(world);
    for (const wrong of ["check=nobody&verdict=failed", "only=%5B", "range=x", "said=%7B&check=layout", "scores=99"])
      await lookAt(path, `#view=items&${wrong}`, async (page) =>
        assert.equal(await foundText(page), `0 of ${data.items.length} items`));
    await lookAt(path, "#view=nowhere", async (page) => assert.ok(await page.locator("#view-overview").isVisible()));
  },
  "a check of the table, a bar of the scores and a slice lead to their items": async (world) => {
    const { path, data } = recipes(world);
    await lookAt(path, "", async (page) => {
      await page.click("a.check-link >> text=short_sentences");
      assert.equal((await hashOf(page)).check, "short_sentences");
      await page.goBack();
      await page.locator(".column-link").last().click();
      assert.deepEqual(await rowNames(page), ids(data, (item) => item.score >= 0.9));
      await page.goBack();
      await page.click("text=item.cuisine is thai");
      assert.deepEqual(await rowNames(page), ids(data, (item) => item.fields.cuisine === "thai"));
    });
  },
};
