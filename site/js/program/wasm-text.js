/** WebAssembly in its text form. */

import { WasmDisassembler } from "../../vendor/wasmparser/WasmDis.js";
import { BinaryReader } from "../../vendor/wasmparser/WasmParser.js";

/** @param {Uint8Array} wasm A whole module. */
export function textOf(wasm) {
  const reader = new BinaryReader();
  reader.setData(
    /** @type {ArrayBuffer} */ (wasm.buffer.slice(wasm.byteOffset, wasm.byteOffset + wasm.length)),
    0,
    wasm.length,
  );
  return new WasmDisassembler().disassemble(reader);
}
