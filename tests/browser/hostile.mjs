// What models write is text, whatever it says and wherever it stands.
import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";

import { lookAt, theBrowser } from "./browser.mjs";
import { bytesOf, dataOf, jsonLines, pageOf } from "./projects.mjs";

const fires = "document.title='fired'";
const payloads = {
  script: `</script><script>${fires}</script>`,
  image: `<img src=x onerror="${fires}">`,
  svg: `<svg onload="${fires}"></svg>`,
  comment: `<!--<script>${fires}</script>`,
  style: "</style><style>body{display:none}</style>",
  link: `<a href="javascript:${fires}">click</a> https://example.com/`,
  frame: `<iframe srcdoc="<script>parent.${fires}</script>"></iframe>`,
  separators: `line\u2028paragraph\u2029end`,
  bidi: "user\u202e\u2066// admin\u2069\u2066",
  controls: "\u001b[31mred\u0007 \u200b\ufeff",
  marks: "{{data}} {{script}} ${x} &lt;b&gt; &amp;",
  backslashes: "\\u003cimg src=x onerror=1\\u003e \\",
};
const all = Object.entries(payloads);

const make = (folder) => {
  writeFileSync(join(folder, "hostile.eval"), `cairn 1

eval hostile "Hostile ${payloads.image.replaceAll('"', "'")}" {
  prompt: ask
  answers: file("answers.jsonl")
  slices: [item.kind]
}

prompt ask {
  user: "{{item.text}} {{item.kind}}"
}

items attacks {
  from: file("items.jsonl")
}

check nice "Is it nice? ${payloads.svg.replaceAll('"', "'")}" {
  judge: grader
  question: "Is it nice?"

  example good {
    answer: "nice"
    expect: pass
  }
}

check long {
  require: word_count(answer) >= 100
}

judge grader {
  model: "imaginary/judge"
}
`);
  jsonLines(join(folder, "items.jsonl"),
    all.map(([id, text]) => ({ id: `${id} ${text}`, kind: text.slice(0, 30), text })));
  jsonLines(join(folder, "answers.jsonl"), [
    { check: "nice", example: "good", reply: "verdict: yes" },
    ...all.map(([id, text]) => ({
      item: `${id} ${text}`, sample: 0, answer: text, model: text, reply: { finish_reason: "stop" },
      replies: { nice: `${text}\n\nverdict: no` },
    })),
  ]);
  return [["hostile.eval", "--label", `note=${payloads.script}`]];
};

const path = (world) => pageOf(world, "hostile", make);

// Nothing of what a model wrote has become an element, an attribute or a link.
const unharmed = async (page, views) => {
  for (const hash of views) {
    await page.evaluate((one) => { location.hash = one; }, hash);
    const view = new URLSearchParams(hash.slice(1)).get("view") ?? "overview";
    await page.waitForFunction((name) =>
      document.querySelector(`#view-${name}:not([hidden])`)?.childElementCount > 0, view);
    const found = await page.evaluate(() => ({
      title: document.title,
      scripts: document.scripts.length,
      strange: document.querySelectorAll("img, iframe, object, embed, body style, [onerror], [onload]").length,
      links: [...document.links].map((one) => one.getAttribute("href")).filter((href) => !href.startsWith("#")),
    }));
    assert.notEqual(found.title, "fired");
    assert.deepEqual([found.scripts, found.strange, found.links], [2, 0, []], hash);
  }
};

export const tests = {
  "a page that does not take care is taken over: the payloads do fire": async () => {
    const page = await (await theBrowser()).newPage();
    for (const name of ["script", "image", "svg", "comment"]) {
      const text = name === "comment" ? payloads[name].slice(4) : payloads[name];
      const data = name === "script" ? text : "";
      await page.setContent(`<title>naive</title><script>const answer = "${data}";</script><div>${text}</div>`);
      await page.waitForFunction(() => document.title === "fired");
    }
    await page.close();
  },
  "nothing fires in the report, in no tab": async (world) => {
    const { items } = dataOf(world, "hostile", make);
    const open = items.map((item) => `#view=items&item=${encodeURIComponent(item.id)}`);
    await lookAt(path(world), "", (page) =>
      unharmed(page, ["#", "#view=patterns", "#view=spot", "#view=appendix", ...open]));
  },
  "each answer and each reply stands there, letter by letter": async (world) => {
    const { items } = dataOf(world, "hostile", make);
    const unprintable =
      /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g;
    const seen = (text) => text.replace(unprintable, (mark) =>
       `U+${mark.codePointAt(0).toString(16).toUpperCase().padStart(4, "0")}`);
    for (const item of items)
      await lookAt(path(world), `#view=items&item=${encodeURIComponent(item.id)}`, async (page) => {
        assert.equal(await page.locator(".answer").textContent(), seen(item.samples[0].turns[0]));
        assert.equal(await page.locator(".raw").textContent(), seen(item.samples[0].evidence[0].reply));
        assert.equal(await page.locator(".item-top h2").textContent(), seen(item.id));
      });
  },
  "the file itself holds no mark that HTML would take": async (world) => {
    const text = bytesOf(path(world));
    const data = text.slice(text.indexOf('id="data">') + 10, text.indexOf("</script>"));
    assert.doesNotMatch(data, /[<>&\u2028\u2029]/);
    assert.doesNotThrow(() => JSON.parse(data));
    // Two scripts, and each ends once.
    assert.equal(text.split("</script>").length, 3);
  },
  "the policy lets one script run and nothing be fetched": async (world) => {
    const context = await (await theBrowser()).newContext();
    const page = await context.newPage();
    await page.goto(`file://${path(world)}`);
    const stopped = await page.evaluate(async () => {
      const found = [];
      addEventListener("securitypolicyviolation", (event) => found.push(event.effectiveDirective));
      const script = document.createElement("script");
      script.textContent = "document.title = 'fired'";
      document.body.append(script);
      const image = document.createElement("img");
      image.src = "https://example.com/x.png";
      document.body.append(image);
      await fetch("https://example.com/").catch(() => {});
      const frame = document.createElement("iframe");
      frame.src = "https://example.com/";
      document.body.append(frame);
      await new Promise((done) => setTimeout(done, 200));
      return found;
    });
    assert.notEqual(await page.title(), "fired");
    for (const directive of ["script-src-elem", "img-src", "connect-src", "frame-src"])
      assert.ok(stopped.includes(directive), `${directive} is not stopped: ${stopped}`);
    await context.close();
  },
};
