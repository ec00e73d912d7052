/** A picture costs nothing, neither in Python nor in drawing, while nobody can see it: folded away or scrolled away. */

/**
 * @typedef {(name: string, wish: unknown) => void} Wish Ask for a picture by its name in the session, such as
 *   `wish("rows", 16)`, or with `undefined` no more.
 */

/**
 * Pass on an element's wishes while it is in sight, and take them back when it goes.
 *
 * @param {HTMLElement} element Where the pictures are drawn.
 * @param {{wish: Wish}} actions
 */
export function wishesInSight(element, actions) {
  /** @type {Map<string, unknown>} */
  const wishes = new Map();
  let watched = false;
  let seen = false;

  function watch() {
    watched = true;
    new IntersectionObserver((entries) => {
      seen = entries[entries.length - 1].isIntersecting;
      for (const [name, wish] of wishes) actions.wish(name, seen ? wish : undefined);
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
