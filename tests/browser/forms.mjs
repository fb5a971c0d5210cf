// The forms of a report: the same bytes each time, parts of it, and without answers.
import assert from "node:assert/strict";

import { lookAt } from "./browser.mjs";
import { bytesOf, cairn, dataOf, pageOf } from "./projects.mjs";

export const tests = {
  "the same run gives the same bytes": (world) => {
    pageOf(world, "recipes");
    const once = cairn(world, "recipes", "report", "last", "--format", "html");
    assert.equal(cairn(world, "recipes", "report", "last", "--format", "html"), once);
    assert.doesNotMatch(once, new RegExp(world.folder));
  },
  "the page holds what the JSON report prints": (world) => {
    const text = bytesOf(pageOf(world, "recipes"));
    const data = text.slice(text.indexOf('id="data">') + 10, text.indexOf("</script>"));
    assert.deepEqual(JSON.parse(data), dataOf(world, "recipes"));
  },
  "--failed leaves out items that pass, and says so": async (world) => {
    const all = dataOf(world, "recipes");
    const some = dataOf(world, "recipes", undefined, "--failed");
    const wrong = all.items.filter((item) => item.samples.some((sample) =>
      sample.verdicts.some((verdict) => ["failed", "unanswered"].includes(verdict.outcome))));
    assert.deepEqual(some.items, wrong);
    assert.deepEqual(some.summary, all.summary);
    await lookAt(pageOf(world, "recipes", undefined, "--failed"), "", async (page) => {
      const note = await page.locator(".notes").first().textContent();
      assert.ok(note.includes(`${all.items.length - wrong.length} items left out`), note);
      // Ten of some of the items say nothing of all.
      assert.equal(await page.locator('[data-view="spot"]').count(), 0);
    });
  },
  "--redact holds no word of an answer, a reply or a reason": async (world) => {
    const { items, summary } = dataOf(world, "recipes");
    const path = pageOf(world, "recipes", undefined, "--redact");
    const text = bytesOf(path);
    const secrets = items.flatMap((item) => item.samples).flatMap((sample) => [
      ...sample.turns.join("\n").split("\n"), ...(sample.evidence ?? []).map((one) => one.reply ?? ""),
      ...sample.verdicts.map((verdict) => verdict.why ?? "")]);
    const long = secrets.filter((one) => one.length > 25);
    assert.ok(long.length > 50);
    for (const secret of long) assert.ok(!text.includes(secret), secret);
    assert.deepEqual(dataOf(world, "recipes", undefined, "--redact").summary.score, summary.score);
    await lookAt(path, "#view=items&item=minestrone", async (page) =>
      assert.ok((await page.locator(".answer-box").textContent()).includes("left out of this file")));
  },
  "the overview says the score, both error bars and the verdict": async (world) => {
    const { summary, verdict } = dataOf(world, "recipes");
    await lookAt(pageOf(world, "recipes"), "", async (page) => {
      const text = await page.locator(".banner").textContent();
      const said = (share) => (share * 100).toFixed(1);
      for (const wanted of [verdict.text, `${said(summary.score)}%`,
        `±${said(summary.margin)} for other items like these`, `±${said(summary.rerun_band)} if these ran again`])
        assert.ok(text.includes(wanted), `${wanted} is not in ${text}`);
      assert.ok((await page.locator(".fact-grid").textContent()).includes("branchshorter"));
      const scored = summary.checks.filter((check) => check.mean === undefined);
      assert.equal(await page.locator(".checks tbody tr").count(), scored.length);
    });
  },
  "people: agreement as the summary has it": async (world) => {
    const check = dataOf(world, "recipes").summary.checks.find((one) => one.raters > 0);
    await lookAt(pageOf(world, "recipes"), "#view=people", async (page) => {
      const text = await page.locator("#view-people").textContent();
      assert.ok(text.includes(`Fleiss' kappa${check.fleiss_kappa.toFixed(2)}`), text);
      assert.ok(text.includes(`Ratings${check.ratings}`), text);
    });
  },
};
