// All can be done with the keyboard alone.
import assert from "node:assert/strict";

import { hashOf, lookAt } from "./browser.mjs";
import { dataOf, pageOf } from "./projects.mjs";

const against = ["--against", "last~1"];
const path = (world) => pageOf(world, "recipes", undefined, ...against);
const shown = (page) => page.locator(".item-top h2").textContent();
const press = async (page, ...keys) => { for (const key of keys) await page.keyboard.press(key); };

export const tests = {
  "j and k go from item to item, and open the items from elsewhere": async (world) => {
    const { items } = dataOf(world, "recipes");
    await lookAt(path(world), "", async (page) => {
      await press(page, "j");
      assert.equal(await shown(page), items[0].id);
      await press(page, "j", "j", "k");
      assert.equal(await shown(page), items[1].id);
      assert.equal((await hashOf(page)).item, items[1].id);
      await press(page, "k", "k", "k");
      assert.equal(await shown(page), items[0].id);
    });
  },
  "n goes to the next item that fails": async (world) => {
    const { items } = dataOf(world, "recipes");
    const fails = items.filter((item) => item.samples.some((sample) =>
      sample.verdicts.some((one) => one.outcome === "failed")));
    await lookAt(path(world), "#view=items", async (page) => {
      for (const item of fails.filter((one) => one !== items[0])) {
        await press(page, "n");
        assert.equal(await shown(page), item.id);
      }
    });
  },
  "a number picks a check, and again lets it go": async (world) => {
    await lookAt(path(world), "", async (page) => {
      await press(page, "4");
      assert.equal((await hashOf(page)).check, "short_sentences");
      await press(page, "4");
      assert.equal((await hashOf(page)).check, undefined);
    });
  },
  "/ searches, f filters, and Escape leaves both and takes filters away": async (world) => {
    await lookAt(path(world), "", async (page) => {
      await press(page, "/");
      await page.keyboard.type("jk4");
      assert.equal((await hashOf(page)).q, "jk4");
      await press(page, "Escape");
      assert.equal(await page.evaluate(() => document.activeElement === document.body), true);
      await press(page, "Escape");
      assert.equal((await hashOf(page)).q, undefined);
      await press(page, "f");
      assert.equal(await page.evaluate(() => document.activeElement.id), "filter-check");
    });
  },
  "s shows the next sample, d how samples differ": async (world) => {
    await lookAt(path(world), "#view=items&item=minestrone", async (page) => {
      await press(page, "s");
      assert.equal((await hashOf(page)).sample, "1");
      await press(page, "d");
      assert.equal((await hashOf(page)).mode, "diff");
      assert.ok(await page.locator("ins").count() > 0);
      await press(page, "d");
      assert.equal(await page.locator("ins").count(), 0);
    });
  },
  "? shows the keys, Escape closes them": async (world) => {
    await lookAt(path(world), "", async (page) => {
      await press(page, "?");
      assert.ok(await page.locator("#help").isVisible());
      await press(page, "j");
      assert.ok(await page.locator("#help").isVisible());
      await press(page, "Escape");
      assert.ok(!await page.locator("#help").isVisible());
    });
  },
  "keys of the browser are left alone": async (world) => {
    await lookAt(path(world), "", async (page) => {
      await press(page, "Control+j", "Alt+1", "Control+4");
      assert.deepEqual(await hashOf(page), {});
    });
  },
  "Tab reaches every tab, filter and item, and Enter opens them": async (world) => {
    await lookAt(path(world), "#view=items", async (page) => {
      const reached = new Set();
      for (let i = 0; i < 40; i += 1) {
        await press(page, "Tab");
        reached.add(await page.evaluate(() => {
          const { activeElement: at } = document;
          return at.id || at.className || at.closest("li")?.className;
        }));
      }
      for (const wanted of ["tab", "theme", "filter-check", "filter-verdict", "filter-slice", "search", "row"])
        assert.ok(reached.has(wanted), `Tab never reaches ${wanted}: ${[...reached]}`);
      await page.locator(".row a").nth(3).focus();
      await press(page, "Enter");
      assert.equal(await shown(page), (await page.locator(".row .name").allTextContents())[3]);
    });
  },
};
