// Chromium, and pages that tell what went wrong in them.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { pathToFileURL } from "node:url";

import { chromium } from "playwright-core";

let browser = null;

export const theBrowser = async () => {
  browser ??= await chromium.launch({
    executablePath: execFileSync("sh", ["-c", "command -v chromium"], { encoding: "utf8" }).trim(),
    // Chromium's own sandbox does not work for root, as whom builds often run.
    args: process.getuid() === 0 ? ["--no-sandbox"] : [],
  });
  return browser;
};

export const closeBrowser = async () => { await browser?.close(); };

const wide = { width: 1280, height: 900 };

// Opens `path` at `hash`, lets `look` look at it, and then wants no error in the console,
// nothing that its policy had to stop, and no request.
export const lookAt = async (path, hash, look, options = {}) => {
  const context = await (await theBrowser()).newContext({
    viewport: wide, acceptDownloads: true, permissions: ["clipboard-read", "clipboard-write"], ...options,
  });
  const page = await context.newPage();
  const wrong = [];
  page.on("console", (message) => { if (message.type() !== "log") wrong.push(`console: ${message.text()}`); });
  page.on("pageerror", (error) => wrong.push(`error: ${error.stack}`));
  page.on("request", (request) => {
    const url = request.url();
    if (!url.startsWith(pathToFileURL(path).href) && !/^(data|blob):/.test(url)) wrong.push(`request: ${url}`);
  });
  await page.addInitScript(() => addEventListener("securitypolicyviolation", (event) =>
    console.error(`policy: ${event.violatedDirective} ${event.blockedURI}`)));
  try {
    await page.goto(pathToFileURL(path).href + hash);
    await look(page);
    assert.deepEqual(wrong, []);
  } finally {
    await context.close();
  }
};

export const foundText = (page) => page.locator(".found").textContent();

export const rowNames = (page) => page.locator(".row .name").allTextContents();

export const hashOf = async (page) => Object.fromEntries(new URLSearchParams(new URL(page.url()).hash.slice(1)));
