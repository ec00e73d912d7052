/** Does some work with the next picture, once, however often it is asked for. Imports nothing. */

/** @param {() => void} work @returns {() => void} What asks for it. */
export function withNextPicture(work) {
  let asked = false;
  return () => {
    if (asked) return;
    asked = true;
    requestAnimationFrame(() => {
      asked = false;
      work();
    });
  };
}
