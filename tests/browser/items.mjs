// One item: its answers in every form, the evidence, and what can be taken along.
import assert from "node:assert/strict";

import { lookAt } from "./browser.mjs";
import { dataOf, pageOf } from "./projects.mjs";

const against = ["--against", "last~1"];
const words = {
  passed: "✓ passed", failed: "✕ failed", not_applicable: "– n/a", measured: "# measured", unanswered: "? open",
};
const path = (world) => pageOf(world, "recipes", undefined, ...against);
const itemOf = (world, id) => dataOf(world, "recipes").items.find((item) => item.id === id);

// Rules of a diff, checked by its two sides: each must give its own text back.
const sideText = (page, place) => page.locator(".answer-box .answer").nth(place).textContent();

export const tests = {
  "an answer stands as it was given, with every verdict": async (world) => {
    const item = itemOf(world, "minestrone");
    await lookAt(path(world), "#view=items&item=minestrone&sample=1", async (page) => {
      assert.equal(await page.locator(".answer").textContent(), item.samples[1].turns[0]);
      const tags = await page.locator(".verdict-top > .tag").allTextContents();
      assert.deepEqual(tags, item.samples[1].verdicts.map((verdict) => words[verdict.outcome]));
      assert.equal(await page.locator('[data-check="short_sentences"] > .why').textContent(),
        item.samples[1].verdicts[3].why);
    });
  },
  "a search stays when another sample is looked at": async (world) => {
    await lookAt(path(world), "#view=items&item=minestrone&sample=1", async (page) => {
      await page.keyboard.press("/");
      await page.keyboard.type("mine");
      await page.waitForFunction(() => location.hash.includes("q=mine"));
      assert.equal(await page.locator('.tabs.small [aria-current="true"]').textContent().then((text) => text.slice(0, 8)), "Sample 1");
      await page.locator(".tabs.small a", { hasText: "Sample 2" }).click();
      await page.waitForFunction(() => location.hash.includes("sample=2"));
      assert.ok(await page.evaluate(() => location.hash.includes("q=mine")));
    });
  },
  "a judge's reply, as it came and as it was read": async (world) => {
    const item = itemOf(world, "minestrone");
    const said = item.samples[0].evidence.find((one) => one.check === "layout");
    await lookAt(path(world), "#view=items&item=minestrone&sample=0", async (page) => {
      const row = page.locator('[data-check="layout"]');
      await row.locator("summary", { hasText: "What the judge said" }).click();
      assert.equal(await row.locator(".raw").textContent(), said.reply);
      assert.equal(await row.locator(".read").textContent(), `Read as ${said.verdict}`);
    });
  },
  "ratings by people": async (world) => {
    const { ratings } = itemOf(world, "minestrone").samples[0];
    await lookAt(path(world), "#view=items&item=minestrone&sample=0", async (page) =>
      assert.deepEqual(await page.locator('[data-check="pleasant"] .chips > .chip').allTextContents(),
        ratings.map((one) => `${one.rater}: ${one.answer}`)));
  },
  "elements that failed stand open, those that passed are counted": async (world) => {
    const { items, checks } = dataOf(world, "recipes");
    const index = checks.findIndex((check) => check.name === "all_ingredients");
    const elementsOf = (item) => item.samples[0].verdicts[index].elements;
    const item = items.find((one) => elementsOf(one).some((element) => element.outcome !== "passed")) ?? items[0];
    const elements = elementsOf(item);
    await lookAt(path(world), `#view=items&item=${item.id}&sample=0`, async (page) => {
      const row = page.locator('[data-check="all_ingredients"]');
      const fails = elements.filter((one) => one.outcome !== "passed").length;
      assert.equal(await row.locator(":scope > .elements > li").count(), fails);
      assert.ok((await row.textContent()).includes(`${elements.length - fails} of ${elements.length} passed`));
    });
  },
  "the sample that the filter speaks of is shown first": async (world) => {
    const item = itemOf(world, "minestrone");
    const failing = item.samples.find((sample) => sample.verdicts[3].outcome === "failed");
    await lookAt(path(world), "#view=items&item=minestrone&check=short_sentences&verdict=failed", async (page) =>
      assert.equal(await page.locator(".answer").textContent(), failing.turns[0]));
  },
  "all samples side by side": async (world) => {
    const item = itemOf(world, "minestrone");
    await lookAt(path(world), "#view=items&item=minestrone&mode=side", async (page) =>
      assert.deepEqual(await page.locator(".answer").allTextContents(), item.samples.map((sample) => sample.turns[0])));
  },
  "words that differ between two samples are marked, and no word is lost": async (world) => {
    const [first, second] = itemOf(world, "minestrone").samples.map((sample) => sample.turns[0]);
    assert.notEqual(first, second);
    await lookAt(path(world), "#view=items&item=minestrone&mode=diff&sample=1", async (page) => {
      assert.equal(await sideText(page, 0), first);
      assert.equal(await sideText(page, 1), second);
      const marked = await page.locator("del, ins").allTextContents();
      assert.ok(marked.join("").length < first.length / 2 + second.length / 2, "most of both texts is marked");
    });
  },
  "the word difference is right on any two texts": async (world) => {
    await lookAt(path(world), "", async (page) => {
      const wrong = await page.evaluate(() => {
        const words = ["a", "b", " ", "c", "\n", "ü", "."];
        let seed = 7;
        const draw = (below) => { seed = (seed * 1103515245 + 12345) % 2147483648; return seed % below; };
        const text = () => Array.from({ length: draw(14) }, () => words[draw(words.length)]).join("");
        const side = (runs, kind) =>
          runs.filter((run) => ["same", kind].includes(run.kind)).map((run) => run.text).join("");
        // As many words as the longest list that both have in their order.
        const shared = (x, y) => {
          let row = new Array(y.length + 1).fill(0);
          for (const one of x) row = y.reduce((made, other, at) =>
            [...made, one === other ? row[at] + 1 : Math.max(row[at + 1], made[at])], [0]);
          return row.at(-1);
        };
        for (let round = 0; round < 3000; round += 1) {
          const [before, after] = [text(), text()];
          const runs = wordDifference(before, after);
          if (side(runs, "removed") !== before || side(runs, "added") !== after) return [before, after, runs];
          const kept = runs.filter((run) => run.kind === "same").flatMap((run) => wordsOf(run.text)).length;
          if (kept !== shared(wordsOf(before), wordsOf(after))) return [before, after, kept];
        }
        return null;
      });
      assert.equal(wrong, null);
    });
  },
  "an item as an issue": async (world) => {
    await lookAt(path(world), "#view=items&item=minestrone&sample=1", async (page) => {
      await page.click(".copy-issue");
      await page.waitForFunction(() => document.querySelector(".copy-issue").textContent === "Copied");
      const text = await page.evaluate(() => navigator.clipboard.readText());
      assert.match(text, /^### `Recipes from cooking videos`: item `minestrone`, sample 1\n/);
      assert.match(text, /- \*\*short_sentences\*\* failed \(`No step is too long to read at the stove`\)\n {2}`\S/);
      assert.ok(text.includes(itemOf(world, "minestrone").samples[1].turns[0]));
    });
  },
  "a stranger's word in an issue is code, whatever it holds": async (world) => {
    await lookAt(path(world), "", async (page) => {
      const made = await page.evaluate(() => [inCode("@a ![x](y)\nz"), inCode("a`b``"), shellWord("$(touch x)"), shellWord("it's")]);
      assert.deepEqual(made, ["`@a ![x](y) z`", "``` a`b`` ```", "'$(touch x)'", "'it'\\''s'"]);
    });
  },
  "a fence in an answer cannot end the fence of the issue": async (world) => {
    await lookAt(path(world), "", async (page) =>
      assert.equal(await page.evaluate(() => fenced("````\nx")), "`````\n````\nx\n`````\n"));
  },
  "each turn of a conversation": async (world) => {
    const { items } = dataOf(world, "conversation");
    await lookAt(pageOf(world, "conversation"), `#view=items&item=${items[0].id}`, async (page) =>
      assert.deepEqual(await page.locator(".answer").allTextContents(), items[0].samples[0].turns));
  },
  "a cell of the confusion table leads to its answers": async (world) => {
    const { items, summary } = dataOf(world, "classification");
    const cell = summary.checks[0].confusion.find((one) => one.said !== one.should_say);
    await lookAt(pageOf(world, "classification"), "", async (page) => {
      await page.locator(".cell.differs a").first().click();
      const rows = await page.locator(".row .name").allTextContents();
      assert.ok(rows.length > 0 && rows.length < items.length);
    });
    const said = encodeURIComponent(JSON.stringify([cell.said, cell.should_say]));
    await lookAt(pageOf(world, "classification"), `#view=items&check=label&said=${said}`, async (page) =>
      assert.equal(await page.locator(".row").count(), cell.count));
  },
  "F1, precision, recall and kappa": async (world) => {
    const { precision, f1 } = dataOf(world, "classification").summary.checks[0];
    await lookAt(pageOf(world, "classification"), "", async (page) => {
      const text = await page.locator(".labels .numbers").textContent();
      for (const [name, share] of [["Precision", precision], ["F1", f1]])
        assert.ok(text.includes(`${name}${(share * 100).toFixed(1)}%`), text);
    });
  },
};
