// Starts aimock, a mock of model providers, on a free port of 127.0.0.1.
//
//   node start.mjs FIXTURES.json… [--chaos-drop RATE] [--chaos-malformed RATE]
//                  [--chaos-ratelimit RATE] [--chaos-disconnect RATE] [--chaos-latency MS]
//                  [--chaos JSON] [--latency MS] [--api-key KEY]… [--strict]
//
// The first line it prints is the server's address. It stops when its standard
// input closes, so it never outlives the test that started it. A fixture or a rate
// that is wrong ends it with exit code 2: aimock by itself would warn and go on without.
import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";

const [major, minor] = process.versions.node.split(".").map(Number);
if (major < 20 || (major === 20 && minor < 15)) {
  stop(`node is ${process.versions.node}, and aimock needs 20.15 or newer`);
}

function stop(why) {
  process.stderr.write(`aimock: ${why}\n`);
  process.exit(2);
}

// Flags by aimock's own names, and what its settings call them.
const rates = {
  "chaos-drop": "dropRate",
  "chaos-malformed": "malformedRate",
  "chaos-ratelimit": "rateLimitRate",
  "chaos-disconnect": "disconnectRate",
  "chaos-latency": "latencyMs",
};

function typed() {
  const options = {
    chaos: { type: "string", default: "{}" },
    latency: { type: "string", default: "0" },
    "api-key": { type: "string", multiple: true },
    strict: { type: "boolean", default: false },
  };
  for (const flag of Object.keys(rates)) options[flag] = { type: "string" };
  return parseArgs({ options, allowPositionals: true });
}

function chaosOf(values) {
  const chaos = JSON.parse(values.chaos);
  for (const [flag, name] of Object.entries(rates)) {
    if (values[flag] !== undefined) chaos[name] = Number(values[flag]);
  }
  for (const [name, value] of Object.entries(chaos)) {
    const most = name === "latencyMs" ? 30000 : 1;
    if (!Object.values(rates).includes(name)) throw new Error(`chaos has no \`${name}\``);
    if (!(value >= 0 && value <= most)) throw new Error(`${name} must be from 0 to ${most}`);
  }
  return chaos;
}

function settings(values) {
  return {
    host: "127.0.0.1",
    port: 0,
    logLevel: "warn",
    latency: Number(values.latency),
    strict: values.strict,
    chaos: chaosOf(values),
    ...(values["api-key"] && { auth: { apiKeys: values["api-key"] } }),
  };
}

try {
  const { LLMock } = await import("@copilotkit/aimock");
  const { values, positionals } = typed();
  const mock = new LLMock(settings(values));
  for (const path of positionals) {
    const { fixtures } = JSON.parse(readFileSync(path, "utf8"));
    mock.addFixturesFromJSON(fixtures);
  }
  await mock.start();
  process.stdout.write(`${mock.url}\n`);
  // Standard input says nothing; its end is the sign to stop, calls under way or not.
  process.stdin.on("end", () => process.exit(0)).resume();
} catch (error) {
  const missing = error.code === "ERR_MODULE_NOT_FOUND";
  stop(missing ? "node_modules is missing; `npm ci` makes it" : error.message);
}
