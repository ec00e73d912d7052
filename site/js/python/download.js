/** Fetches files, with error messages and a count of received bytes. For the page and the worker. Imports nothing. */

/** @typedef {{received: number, total: number}} Download In bytes, over all files. */

/** @param {string} address @param {RequestInit} [options] */
export async function fetched(address, options) {
  const response = await fetch(address, options).catch(() => null);
  if (!response?.ok) throw new Error(missing(address, response));
  return response;
}

/** What a file of JSON holds. @param {string} address @param {RequestInit} [options] @returns {Promise<any>} */
export async function fetchedJson(address, options) {
  const response = await fetched(address, options);
  return await response.json().catch(() => {
    throw new Error(missing(address, null));
  });
}

/** Says why a file could not be loaded. @param {string} address @param {Response | null} response Null if it broke off. */
export function missing(address, response) {
  const why = response ? `the server answered ${response.status}.` : "it did not arrive completely.";
  return `${address.split("/").at(-1)} could not be loaded: ${why}`;
}

/**
 * Counts several files together, and reports each whole per cent.
 *
 * @param {number} total Bytes.
 * @param {(download: Download) => void} onDownload
 */
export function createCounter(total, onDownload) {
  let received = 0;

  /** @param {number} bytes */
  function add(bytes) {
    const before = Math.floor((100 * received) / total);
    received = Math.min(received + bytes, total);
    if (Math.floor((100 * received) / total) > before) onDownload({ received, total });
  }

  return {
    add,
    /** Reads a copy, so the caller's response stays unread. @param {Response} response @returns {Promise<number>} Its bytes. */
    async watch(response) {
      const reader = /** @type {ReadableStream<Uint8Array>} */ (response.clone().body).getReader();
      let bytes = 0;
      for (let part = await reader.read(); !part.done; part = await reader.read()) {
        bytes += part.value.length;
        add(part.value.length);
      }
      return bytes;
    },
  };
}
