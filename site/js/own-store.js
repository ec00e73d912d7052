/** The reader's own data, kept in this browser: a database, because a store for small texts has no room for it. */

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

/**
 * What was kept last: a text that could be read, and one given after it that could not.
 *
 * @returns {Promise<{text: string | null, draft: string | null}>} Null where there is none, or none can be had.
 */
export async function kept() {
  try {
    const [text, draft] = [
      await inStore("readonly", (store) => store.get(GOOD)),
      await inStore("readonly", (store) => store.get(DRAFT)),
    ];
    return { text: text ?? null, draft: draft ?? null };
  } catch {
    return { text: null, draft: null };
  }
}

/** Keep a text, read or not; false where this browser does not. @param {string} text @param {boolean} good @returns {Promise<boolean>} */
export async function keep(text, good) {
  try {
    await inStore("readwrite", (store) => store.put(text, good ? GOOD : DRAFT));
    if (good) await inStore("readwrite", (store) => store.delete(DRAFT));
    return true;
  } catch {
    return false;
  }
}

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
  });
}
