/**
 * The machine for compiled epochs (`glassnet.compiler.machine`): WebAssembly that works on Python's own memory, with the
 * mathematics library that NumPy calls.
 */

/** musl's table for `exp` begins with these words. */
const ITS_WORDS = new BigUint64Array([0n, 0x3ff0000000000000n, 0x3c9b3b4f1a88bf6en, 0x3feff63da9fb3335n]);

/** The smallest module with an instruction on 128 bits. */
const WITH_SIMD = [
  ...[0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0, 10, 10, 1, 8, 0, 65, 0, 253, 15],
  ...[253, 98, 11],
];

/** What is compiled ahead once nobody waits: the present exercise, and those with so many hidden neurons more. */
const AHEAD = [0, 1, 2];
const AHEAD_MS = 150; // between them, for what the page asks

/** @param {any} python @param {boolean} ahead Whether to compile ahead, too. */
export function offerMachine(python, ahead) {
  const { exports } = python._module.LDSO.loadedLibsByName.__main__;

  /** @param {any} wasm @param {any} names Python's bytes, and its list of what the module imports. */
  function instantiate(wasm, names) {
    const e = Object.fromEntries(["memory", ...names.toJs()].map((name) => [name, exports[name]]));
    return new WebAssembly.Instance(new WebAssembly.Module(wasm.toJs()), { e }).exports.epochs;
  }

  const table = expTable(exports.memory.buffer);
  const wide = WebAssembly.validate(new Uint8Array(WITH_SIMD));
  const session = python.pyimport("glassnet.session");
  session.compile_with(instantiate, wide, table);
  if (!ahead) return;
  for (const [place, more] of AHEAD.entries()) {
    const compile = () => {
      try {
        session.compile_ahead(more);
      } catch {} // it is compiled when it is asked for, then
    };
    setTimeout(compile, (place + 1) * AHEAD_MS);
  }
}

/** Where that table is in the memory, which is another place in each Pyodide; 0 without one: exp is slower then. @param {ArrayBuffer} memory */
export function expTable(memory) {
  const words = new BigUint64Array(memory);
  const numbers = new Float64Array(memory); // a number is found much faster than a word
  const last = ITS_WORDS.length - 1;
  const wanted = new Float64Array(ITS_WORDS.buffer)[last];
  for (let at = numbers.indexOf(wanted); at >= 0; at = numbers.indexOf(wanted, at + 1))
    if (at >= last && ITS_WORDS.every((word, place) => words[at - last + place] === word)) return 8 * (at - last);
  return 0;
}
