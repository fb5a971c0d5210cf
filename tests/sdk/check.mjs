// Checks request bodies against the types of the providers' own libraries: a field that
// they do not know, or of another type, does not compile.
//
//   node check.mjs FOLDER     prints "N passed, N failed"; exit code 1 if any failed
import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

// The beginning of a file's name says which format it has.
const formats = {
  "openai-": {
    type: "ChatCompletionCreateParamsNonStreaming",
    from: "openai/resources/chat/completions",
  },
  "responses-": {
    type: "ResponseCreateParamsNonStreaming",
    from: "openai/resources/responses/responses",
  },
  // Version 1 of the library left these two out because new models refuse them; older
  // models take them still.
  "anthropic-": {
    type: "MessageCreateParamsNonStreaming",
    and: "{ temperature?: number; top_p?: number }",
    from: "@anthropic-ai/sdk/resources/messages",
  },
};

const formatOf = (name) => Object.keys(formats).find((start) => name.startsWith(start));

const source = (name, body) => {
  const { type, and = "{}", from } = formats[formatOf(name)];
  return [
    `import type { ${type} } from "${from}";`,
    `export const body = ${body.trim()} satisfies ${type} & ${and};`,
    "",
  ].join("\n");
};

const compilerPath = () => {
  const manifest = createRequire(import.meta.url).resolve("typescript/package.json");
  const { bin } = JSON.parse(readFileSync(manifest, "utf8"));
  return join(dirname(manifest), bin.tsc);
};

const compile = (files) =>
  spawnSync(process.execPath, [
    compilerPath(), "--noEmit", "--strict", "--skipLibCheck", "--pretty", "false",
    "--target", "es2022", "--module", "esnext", "--moduleResolution", "bundler", ...files,
  ], { encoding: "utf8" });

// A body with a field that nobody has: were it let through, nothing would be checked.
const control = { name: "openai-control.json", text: '{"model":"m","messages":[],"colour":"red"}' };

const check = (folder, names) => {
  // Beside node_modules, where the compiler looks for the types.
  const made = mkdtempSync(join(dirname(fileURLToPath(import.meta.url)), "build-"));
  const bodies = names.map((name) => ({ name, text: readFileSync(join(folder, name), "utf8") }));
  try {
    const files = [...bodies, control].map(({ name, text }) => {
      const file = join(made, name.replace(/\.json$/, ".ts"));
      writeFileSync(file, source(name, text));
      return file;
    });
    const { stdout, stderr, error } = compile(files);
    const fails = ({ name }) => stdout.includes("/" + name.replace(/\.json$/, ".ts") + "(");
    if (error || !fails(control)) throw error ?? new Error("the compiler checks nothing: " + stdout + stderr);
    return { failed: bodies.filter(fails), report: stdout };
  } finally {
    rmSync(made, { recursive: true, force: true });
  }
};

const folder = process.argv[2];
if (!folder) {
  console.error("write the folder of the bodies: node check.mjs FOLDER");
  process.exit(2);
}
const names = readdirSync(folder).filter((name) => name.endsWith(".json") && formatOf(name)).sort();
if (names.length === 0) {
  console.error(`no bodies in ${folder}`);
  process.exit(2);
}
const { failed, report } = check(folder, names);
if (failed.length > 0) console.error(report);
console.log(`${names.length - failed.length} passed, ${failed.length} failed`);
process.exit(failed.length > 0 ? 1 : 0);
