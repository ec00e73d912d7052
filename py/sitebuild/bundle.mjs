// Bundles the page: node bundle.mjs ESBUILD SITE OUT. SITE has js/, vendor/ and css/, and the style sheets that join those. OUT
// gets flat files: the joined style sheets; `main.js`, all that the page imports at once; one file for each module that is
// imported later, by its name; `worker.js` and `early.js`. A module that is imported later takes what it shares with the
// page from main.js, so that main.js is one request. What it shares with another such file alone is in both of them: a file
// that asks for nothing but main.js can be asked for again by another address (site/js/lazy.js).
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, dirname, join, relative } from "node:path";

const [esbuildFolder, site, out] = process.argv.slice(2);
const { build } = createRequire(import.meta.url)(join(esbuildFolder, "lib", "main.js"));
const MAIN = join(site, "js", "main.js");
/** "./main.js" takes its place, which is as long: the source maps stay right. */
const FROM_MAIN = "page-main";

const COMMON = {
  absWorkingDir: site,
  outdir: out,
  bundle: true,
  format: "esm",
  target: "es2022",
  charset: "utf8",
  legalComments: "none",
  logLevel: "warning",
  entryNames: "[name]",
};
const SHIPPED = { ...COMMON, minify: true, sourcemap: true };

/** Each page imports these as soon as it is alive, and they are small: a request would cost more than they do. */
const SOON = ["changes.js", "framed.js", "linked.js", "listing.js", "seat.js"];
/** The modules that are imported later, by their paths. @type {Set<string>} */
const later = new Set();
/** `import("./views/rows.js")` stays one, of the file beside. */
const importLater = {
  name: "import-later",
  setup(builder) {
    builder.onResolve({ filter: /^\./ }, ({ kind, path, resolveDir }) => {
      if (kind !== "dynamic-import" || SOON.includes(basename(path))) return null;
      later.add(join(resolveDir, path));
      return { path: `./${basename(path)}`, external: true };
    });
  },
};

const { metafile } = await build({
  ...COMMON,
  entryPoints: [MAIN],
  plugins: [importLater],
  write: false,
  metafile: true,
});
const atOnce = Object.keys(metafile.inputs).map((path) => join(site, path));
const exported = await exportsOf(atOnce);

/** What each of the page's modules exports, by their paths. @param {string[]} modules @returns {Promise<Map<string, string[]>>} */
async function exportsOf(modules) {
  const apart = { ...COMMON, entryNames: "[dir]/[name]", outbase: site, write: false, metafile: true };
  const { metafile: each } = await build({ ...apart, entryPoints: modules, plugins: [importLater] });
  const outputs = Object.values(each.outputs).filter(({ entryPoint }) => entryPoint);
  return new Map(outputs.map(({ entryPoint, exports }) => [join(site, entryPoint), exports]));
}

const named = (path, name) => `m${atOnce.indexOf(path)}_${name}`;
const IMPORT = /^import (?:(\w+)|\{([^}]*)\}) from "(\.[^"]+)";/gm;
/** In a module imported later, what it imports of the page's comes from main.js. */
const takeFromMain = {
  name: "take-from-main",
  setup(builder) {
    builder.onResolve({ filter: new RegExp(`^${FROM_MAIN}$`) }, () => ({ path: FROM_MAIN, external: true }));
    builder.onLoad({ filter: /./ }, ({ path }) => {
      if (exported.has(path))
        throw new Error(`${path} would be there twice: it is imported in a way that is not known.`);
      const contents = readFileSync(path, "utf8").replace(IMPORT, (whole, only, several, from) => {
        const source = join(dirname(path), from);
        if (!exported.has(source)) return whole;
        const pairs = only ? [["default", only]] : several.split(",").flatMap(imported);
        return `import { ${pairs.map(([name, here]) => `${named(source, name)} as ${here}`).join(", ")} } from "${FROM_MAIN}";`;
      });
      return { contents, loader: "js" };
    });
  },
};

/** `a` or `a as b`: the name there, and the name here. @param {string} text */
function imported(text) {
  const [name, here = name] = text.trim().split(" as ");
  return name ? [[name, here]] : [];
}

/** Those imported later; what they import later in turn is found on the way. */
async function buildLater() {
  const before = later.size;
  const options = { ...SHIPPED, entryPoints: [...later].sort() };
  const { outputFiles } = await build({ ...options, plugins: [importLater, takeFromMain], write: false });
  return later.size > before ? await buildLater() : outputFiles;
}
const files = await buildLater();
const names = [...later].map((path) => basename(path));
const twice = names.find((name, index) => names.indexOf(name) !== index);
if (twice) throw new Error(`Two modules that are imported later are named ${twice}.`);

mkdirSync(out, { recursive: true });
const taken = new Set();
for (const { path, text } of files) {
  for (const [name] of text.matchAll(/\bm\d+_[\w$]+/g)) taken.add(name);
  writeFileSync(path, text.replaceAll(`"${FROM_MAIN}"`, '"./main.js"'));
}
const handedOut = atOnce.flatMap((path) => {
  const shared = exported.get(path).filter((name) => taken.has(named(path, name)));
  const list = shared.map((name) => `${name} as ${named(path, name)}`).join(", ");
  return shared.length ? [`export { ${list} } from "./${relative(site, path)}";`] : [];
});
await build({
  ...SHIPPED,
  plugins: [importLater],
  stdin: { contents: ['import "./js/main.js";', ...handedOut].join("\n"), resolveDir: site, sourcefile: "page.js" },
  outdir: undefined,
  outfile: join(out, "main.js"),
});
// One file without imports (site/js/python/boot.js says why), and readable: what is wrong in it is told with its lines.
await build({ ...COMMON, sourcemap: true, entryPoints: [join(site, "js", "python", "worker.js")] });

const SHEETS = ["first.css", "later.css", "dark.css", join("css", "fonts.css")].map((name) => join(site, name));
await build({ ...SHIPPED, sourcemap: false, entryPoints: SHEETS, loader: { ".woff2": "file" }, assetNames: "[name]" });
await build({ ...SHIPPED, sourcemap: false, format: "iife", entryPoints: [join(site, "js", "early.js")] });
