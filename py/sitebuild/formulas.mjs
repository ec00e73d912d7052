// Turns formulas into MathML: node formulas.mjs TEMML IN OUT. IN is {name: lines}, each line a list of LaTeX;
// OUT is the same in MathML.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const [folder, source, out] = process.argv.slice(2);
const { default: temml } = await import(pathToFileURL(join(folder, "dist", "temml.mjs")).href);

/** The page's policy allows no styles of an element's own, and the style sheet says how formulas look. */
const plain = (markup) => markup.replaceAll(/ (?:style|class)="[^"]*"/g, "");

const set = (name, latex) => {
  try {
    return plain(temml.renderToString(latex, { displayMode: true, xml: true, throwOnError: true, trust: true }));
  } catch (error) {
    throw new Error(`The formula of ${name} cannot be set: ${error.message}`, { cause: error });
  }
};

const formulas = Object.entries(JSON.parse(readFileSync(source, "utf8")));
const finished = formulas.map(([name, lines]) => [name, lines.map((line) => line.map((latex) => set(name, latex)))]);
writeFileSync(out, `${JSON.stringify(Object.fromEntries(finished))}\n`);
