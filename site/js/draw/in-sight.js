/** Computes and draws a picture only while it is visible: not folded, not scrolled away. */

/**
 * @typedef {(name: string, wish: unknown) => void} Wish Requests a picture by its name in the session, such as
 *   `wish("rows", 16)`; `undefined` ends the request.
 */

/**
 * Passes on an element's requests while it is visible, and withdraws them afterwards.
 *
 * @param {HTMLElement} element The element with the pictures.
 * @param {{wish: Wish}} actions
 * @param {() => void} whenSeen What was not drawn out of sight is drawn then, although nothing has changed since.
 */
export function wishesInSight(element, actions, whenSeen) {
  /** @type {Map<string, unknown>} */
  const wishes = new Map();
  let watched = false;
  let seen = false;

  function watch() {
    watched = true;
    new IntersectionObserver((entries) => {
      seen = entries[entries.length - 1].isIntersecting;
      for (const [name, wish] of wishes) actions.wish(name, seen ? wish : undefined);
      if (seen) whenSeen();
    }).observe(element);
  }

  return {
    /** @type {Wish} */
    wish(name, wish) {
      wishes.set(name, wish);
      if (!watched) watch();
      if (seen) actions.wish(name, wish);
    },
    inSight() {
      if (!watched) watch();
      return seen;
    },
  };
}
