// Verdicts marked by hand: kept in the browser, and taken out as records of a run log.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";

import { lookAt } from "./browser.mjs";
import { dataOf, pageOf } from "./projects.mjs";

const exported = async (page) => {
  const [download] = await Promise.all([page.waitForEvent("download"), page.click("#export-labels")]);
  return { name: download.suggestedFilename(), text: readFileSync(await download.path(), "utf8") };
};

export const tests = {
  "a wrong verdict is kept, and written as a label": async (world) => {
    const { run } = dataOf(world, "recipes");
    await lookAt(pageOf(world, "recipes"), "#view=items&item=minestrone&sample=1", async (page) => {
      assert.ok(!await page.locator("#label-tools").isVisible());
      await page.click('[data-check="short_sentences"] .mark-wrong');
      await page.click('[data-check="layout"] .mark-wrong');
      await page.fill("#who", "ana");
      await page.reload();
      assert.equal(await page.locator(".label-count").textContent(), "2 labels");
      assert.equal(await page.inputValue("#who"), "ana");
      const { name, text } = await exported(page);
      assert.equal(name, `labels-${run}.jsonl`);
      assert.ok(text.endsWith("\n"));
      const records = text.trimEnd().split("\n").map((line) => JSON.parse(line));
      for (const record of records) {
        assert.match(record.when, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
        delete record.when;
      }
      assert.deepEqual(records, [
        { record: "label", item: "minestrone", sample: 1, check: "short_sentences", expect: "pass", who: "ana" },
        { record: "label", item: "minestrone", sample: 1, check: "layout", expect: "fail", who: "ana" },
      ]);
      await page.click('[data-check="layout"] .mark-wrong');
      assert.equal(await page.locator(".label-count").textContent(), "1 label");
    });
  },
  "a spot check says how many verdicts are right at least": async (world) => {
    const { spot_check: sheet } = dataOf(world, "recipes");
    assert.equal(sheet.checks[0].verdicts.length, 10);
    await lookAt(pageOf(world, "recipes"), "#view=spot", async (page) => {
      const section = page.locator(`[data-check="${sheet.checks[0].check}"]`);
      const result = () => section.locator(".spot-result").textContent();
      assert.equal(await result(), "None of 10 looked at yet.");
      for (let i = 0; i < 8; i += 1) await section.locator(".confirm").nth(i).click();
      assert.match(await result(), /^8 of 8 verdicts confirmed, so at least 63% are right \(95%\)\. 2 to go\.$/);
      for (let i = 8; i < 10; i += 1) await section.locator(".reject").nth(i).click();
      // Clopper and Pearson: 8 of 10 have 44.39% as their lower limit.
      assert.equal(await result(), "8 of 10 verdicts confirmed, so at least 44% are right (95%).");
      await page.reload();
      assert.equal(await result(), "8 of 10 verdicts confirmed, so at least 44% are right (95%).");
      assert.equal((await exported(page)).text.trimEnd().split("\n").length, 10);
    });
  },
  "without a place to keep them, labels last as long as the page": async (world) => {
    await lookAt(pageOf(world, "recipes"), "#view=items&item=minestrone&sample=1", async (page) => {
      await page.evaluate(() => {
        Object.defineProperty(Storage.prototype, "setItem", { value: () => { throw new Error("full"); } });
      });
      await page.click('[data-check="layout"] .mark-wrong');
      assert.equal(await page.locator(".label-count").textContent(), "1 label");
    });
  },
};
