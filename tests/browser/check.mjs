// Makes reports with the program, opens them in Chromium, and looks at them as people do.
//
//   node check.mjs CAIRN [PART…]   prints "N passed, N failed"; exit code 1 if any failed
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

import * as access from "./access.mjs";
import { closeBrowser } from "./browser.mjs";
import * as compare from "./compare.mjs";
import * as filters from "./filters.mjs";
import * as forms from "./forms.mjs";
import * as hostile from "./hostile.mjs";
import * as items from "./items.mjs";
import * as keys from "./keys.mjs";
import * as labels from "./labels.mjs";
import * as speed from "./speed.mjs";

const parts = { access, compare, filters, forms, hostile, items, keys, labels, speed };

const [program, ...wanted] = process.argv.slice(2);
if (!program) {
  console.error("write where the program is: node check.mjs CAIRN");
  process.exit(2);
}

const folder = mkdtempSync(join(tmpdir(), "cairn-browser-"));
const world = { cairn: resolve(program), folder };
let [passed, failed] = [0, 0];
try {
  for (const [name, { tests }] of Object.entries(parts)) {
    if (wanted.length > 0 && !wanted.includes(name)) continue;
    for (const [about, test] of Object.entries(tests)) {
      try {
        await test(world);
        passed += 1;
      } catch (error) {
        failed += 1;
        console.error(`${name}: ${about}\n${error.stack}\n`);
      }
    }
  }
} finally {
  await closeBrowser();
  rmSync(folder, { recursive: true, force: true });
}
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed > 0 ? 1 : 0);
