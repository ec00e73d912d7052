/** The reader's own data, kept in this browser: a database, because a store for small texts has no room for it. */

/** @typedef {import("./own-data.js").Given} Given */

const NAME = "glassnet";
const STORE = "data";
const GOOD = "own";
const DRAFT = "draft";

/** Something to begin with: two classes that no line can part. */
export const SAMPLE = `x1,x2,class
-0.7,0.6,A
-0.5,0.7,A
-0.6,0.4,A
0.6,-0.5,A
0.7,-0.7,A
0.4,-0.6,A
-0.6,-0.5,B
-0.7,-0.7,B
-0.4,-0.6,B
0.5,0.6,B
0.7,0.5,B
0.6,0.8,B
`;

const WAIT_MS = 2000; // for a database that gives no answer
const MOST_CHARACTERS = 50_000_000;

/**
 * What was kept last: data that could be read, and data given after it that could not. What is neither is set aside: it
 * stays in the database under another name.
 *
 * @returns {Promise<{good: Given | null, draft: Given | null, bad: boolean, silent: boolean}>} Null where there is none,
 *   or none can be had; `bad` where something was set aside, `silent` where this browser keeps nothing.
 */
export async function kept() {
  try {
    /** @type {Record<string, any>} */
    const values = { [GOOD]: await get(GOOD), [DRAFT]: await get(DRAFT) };
    let bad = false;
    for (const [key, value] of Object.entries(values)) {
      values[key] = asGiven(value);
      if (value === undefined || values[key]) continue;
      bad = true;
      await setAside(key === GOOD);
    }
    return { good: values[GOOD], draft: values[DRAFT], bad, silent: false };
  } catch {
    return { good: null, draft: null, bad: false, silent: true };
  }
}

/** Null for what is no data. Only Python can say whether the reading fits. An earlier Glassnet kept the text alone. @param {any} value @returns {Given | null} */
function asGiven(value) {
  const { text, reading = {}, file = null } = typeof value === "string" ? { text: value } : (value ?? {});
  if (typeof text !== "string" || text.length > MOST_CHARACTERS || typeof reading !== "object") return null;
  const bytes = file instanceof Uint8Array ? file : null;
  return text === "" && bytes ? { file: bytes, reading } : { text, reading, file: bytes };
}

/** Keep data, read or not; false where this browser does not. @param {Given} given @param {boolean} good @returns {Promise<boolean>} */
export async function keep(given, good) {
  try {
    await inStore("readwrite", (store) => store.put(given, good ? GOOD : DRAFT));
    if (good) await inStore("readwrite", (store) => store.delete(DRAFT));
    return true;
  } catch {
    return false;
  }
}

/** Give what is kept another name, so that nothing reads it, and nothing is lost. @param {boolean} good */
export async function setAside(good) {
  const key = good ? GOOD : DRAFT;
  try {
    const value = await get(key);
    await inStore("readwrite", (store) => store.put(value, `${key}, set aside ${new Date().toISOString()}`));
    await inStore("readwrite", (store) => store.delete(key));
  } catch {
    // It stays where it is, and is set aside again.
  }
}

/** @param {string} key @returns {Promise<any>} */
const get = (key) => inStore("readonly", (store) => store.get(key));

/** @param {IDBTransactionMode} mode @param {(store: IDBObjectStore) => IDBRequest} work */
async function inStore(mode, work) {
  const opening = indexedDB.open(NAME, 1);
  opening.onupgradeneeded = () => opening.result.createObjectStore(STORE);
  const database = await settled(opening);
  try {
    return await settled(work(database.transaction(STORE, mode).objectStore(STORE)));
  } finally {
    database.close();
  }
}

/** @param {IDBRequest} request @returns {Promise<any>} */
function settled(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
    setTimeout(() => reject(new Error("The database gives no answer.")), WAIT_MS);
  });
}
