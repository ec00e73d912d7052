/**
 * Many frames may stand in one page, and each Python takes a hundred megabytes and more: at most two are alive.
 *
 * A frame that is out of sight and does not train gives its Python back, keeps the run, and starts Python again when it is
 * seen: half a second. Where two others have theirs, one in sight waits until it is used or more of it is on screen than of
 * one of them; then one that does not train gives its own back, and not the one that was just used.
 *
 * The two places are Web Locks, so frames of one origin share them, in other tabs as well, and a frame that goes leaves
 * its own. A frame that is sandboxed without an origin, or not served securely, has no locks, and nobody to ask: it starts Python when it is used, or
 * fills a good part of the screen, which few can do at once; it gives its Python back when it is out of sight, or, where it
 * is small, not used for a while.
 */

import { ROOT } from "../site.js";
import { startOf } from "../state/presentation.js";

const PLACES = ["first", "second"].map((name) => `Glassnet's ${name} Python ${ROOT.pathname}`);
const OUT_OF_SIGHT_MS = 1500; // who scrolls past and back waits for nothing
const ASK_AGAIN_MS = 100;
const SAID_AFTER = 6; // times
const AFTER_YOU_MS = 1000; // who gave a place back leaves it to who asked
const JUST_USED_MS = 5000;
const UNUSED_MS = 60_000;
const GOOD_PART = 0.25;
/** Of a page that is much higher than its frame. */
const OFTEN = { threshold: Array.from({ length: 51 }, (_, index) => index / 50) };
const CLEARLY = 0.2;

/**
 * @param {object} parts
 * @param {import("../state/state.js").Store} parts.store
 * @param {() => Promise<void>} parts.rest Ends Python, and settles once it is gone; the next is asked for at once.
 */
export function createSeat({ store, rest }) {
  /** Leaves the place, where there is one. @type {(() => void) | null} */
  let leave = null;
  /** How much of the frame is on screen, from 0 to 1. */
  let shown = 0;
  const asked = startOf(store.get().presentation) === "click";
  let used = asked ? Date.now() : 0;
  let leaving = 0;
  let left = 0;
  /** Whether somebody used this frame while it had no Python. */
  let wanted = asked;
  const alone = window.origin === "null" || !navigator.locks; // a page without encryption has none
  const channel = alone ? null : new BroadcastChannel(`Glassnet ${ROOT.pathname}`);
  /** Whether it fills a good part of the screen. */
  const isLarge = () =>
    shown * window.innerHeight * window.innerWidth > GOOD_PART * window.screen.width * window.screen.height;

  const inSight = () => shown > 0 && document.visibilityState === "visible";
  /** Whether it may have Python without being used. */
  const mayStart = () => inSight() && (channel !== null || isLarge());
  const busy = () => store.get().training || store.get().engine !== "ready";

  function giveBack() {
    if (leave && !busy()) rest();
  }
  function leaveSoon() {
    clearTimeout(leaving);
    if (!inSight()) leaving = window.setTimeout(() => inSight() || giveBack(), OUT_OF_SIGHT_MS);
  }
  new IntersectionObserver((entries) => {
    const { intersectionRect, isIntersecting } = entries[entries.length - 1];
    shown = isIntersecting ? Math.max(intersectionRect.height / window.innerHeight, Number.EPSILON) : 0;
    leaveSoon();
  }, OFTEN).observe(document.body);
  document.addEventListener("visibilitychange", leaveSoon);
  let wasBusy = true;
  store.subscribe(() => {
    if (wasBusy && !busy()) leaveSoon();
    wasBusy = busy();
  });
  for (const event of ["pointerdown", "keydown"]) {
    const noticed = () => {
      used = Date.now();
      wanted = !leave;
    };
    window.addEventListener(event, noticed, { capture: true });
  }

  if (!channel) {
    window.setInterval(() => isLarge() || Date.now() - used < UNUSED_MS || giveBack(), UNUSED_MS / 10);
  }
  // Another frame asks for a place; `urgent` where it was used.
  channel?.addEventListener("message", ({ data: { urgent, more } }) => {
    if (!inSight() || shown < more - CLEARLY) giveBack();
    else if (urgent && Date.now() - used > JUST_USED_MS) giveBack();
  });

  return {
    /** Wait until Python may be started here. */
    async take() {
      let requests = 0;
      for (let tries = 1; !leave; tries += 1) {
        const urgent = wanted || store.get().training;
        if (urgent || (mayStart() && Date.now() - left > AFTER_YOU_MS)) {
          leave = channel ? await placeIn(PLACES) : () => {};
          if (!leave) channel?.postMessage({ urgent: urgent && requests > 0, more: shown });
          requests += 1;
        }
        if (leave) break;
        if (tries === SAID_AFTER) store.change({ queued: true });
        await new Promise((again) => setTimeout(again, ASK_AGAIN_MS));
      }
      if (store.get().queued) store.change({ queued: false });
      wanted = false;
      document.documentElement.toggleAttribute("data-seated", true);
    },
    /** Python is gone. */
    leave() {
      leave?.();
      leave = null;
      left = Date.now();
      document.documentElement.toggleAttribute("data-seated", false);
    },
  };
}

/** The first place that is free, as the function that leaves it. @param {string[]} places @returns {Promise<(() => void) | null>} */
async function placeIn(places) {
  for (const place of places) {
    /** @type {(() => void) | null} */
    const left = await new Promise((taken) => {
      navigator.locks.request(place, { ifAvailable: true }, (lock) => {
        if (!lock) return taken(null);
        return new Promise((release) => taken(() => release(undefined)));
      });
    });
    if (left) return left;
  }
  return null;
}
