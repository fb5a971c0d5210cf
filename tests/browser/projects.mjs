// Projects with runs, made once with the program itself, and pages of their reports.
import { execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const examples = join(dirname(fileURLToPath(import.meta.url)), "..", "..", "examples");

export const cairn = (world, project, ...words) => {
  try {
    return execFileSync(world.cairn, words, {
      cwd: join(world.folder, project), encoding: "utf8", maxBuffer: 1 << 30, stdio: ["ignore", "pipe", "pipe"],
    });
  } catch (error) {
    // 1, 3 and 4 are results: a goal that is not met, or that could not be measured.
    if ([1, 3, 4].includes(error.status)) return error.stdout;
    throw new Error(`cairn ${words.join(" ")}: ${error.stderr}`);
  }
};

// Runs of one second are in no order, and `last` could be either.
const nextSecond = () => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1100);

const made = new Set();

// `make` writes the project's files, and gives the words of each `cairn run`, in order.
const project = (world, name, make) => {
  if (made.has(name)) return;
  made.add(name);
  const folder = join(world.folder, name);
  mkdirSync(join(folder, ".cairn"), { recursive: true });
  make(folder).forEach((run, index) => {
    if (index > 0) nextSecond();
    cairn(world, name, "run", ...run);
  });
};

const example = (name, ...runs) => (folder) => {
  cpSync(join(examples, name), folder, { recursive: true, filter: (path) => !path.includes(".cairn") });
  return runs;
};

const projects = {
  recipes: example("recipes",
    ["recipes.eval", "--answers", "kettle-1.jsonl"], ["recipes.eval", "--label", "branch=shorter"]),
  classification: example("classification", ["classification.eval"]),
  conversation: example("conversation", ["conversation.eval"]),
};

// A project's page; `words` are further words for `cairn report`.
export const pageOf = (world, name, make, ...words) => {
  project(world, name, make ?? projects[name]);
  const file = join(world.folder, `${name}${words.join("")}.html`.replaceAll(/[^\w.-]/g, "_"));
  const path = join(world.folder, file.slice(file.lastIndexOf("/") + 1));
  if (!existsSync(path)) cairn(world, name, "report", "last", "--format", "html", "--out", path, ...words);
  return path;
};

// What the page holds, as `--format json` prints it.
export const dataOf = (world, name, make, ...words) => {
  project(world, name, make ?? projects[name]);
  return JSON.parse(cairn(world, name, "report", "last", "--format", "json", ...words));
};

export const bytesOf = (path) => readFileSync(path, "utf8");

export const jsonLines = (path, rows) =>
  writeFileSync(path, rows.map((row) => `${JSON.stringify(row)}\n`).join(""));
