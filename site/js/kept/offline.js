/**
 * Offline use: asks the service worker to keep all that this page needs, once there is nothing else to do. The page says that
 * it is kept only once it is.
 *
 * Where the browser has no service workers for this page (no secure address, a private window, no room), nothing is kept, and
 * nothing is said.
 */

import { beside, ROOT } from "../site.js";

/** @returns {Promise<void>} Rejects where nothing can be kept. */
export async function keepForOffline() {
  await new Promise((idle) => (window.requestIdleCallback ?? setTimeout)(idle));
  const { serviceWorker } = navigator;
  const own = beside("offline.js"); // stands for all of this build
  let kept = false;
  // A page that the worker does not answer for yet would find nothing.
  const tell = () => {
    if (kept && serviceWorker.controller) /** @type {HTMLElement} */ (document.getElementById("kept")).hidden = false;
  };
  serviceWorker.addEventListener("controllerchange", tell);
  serviceWorker.addEventListener("message", ({ data }) => {
    kept ||= data?.kept === own;
    tell();
  });
  const registration = await serviceWorker.register(new URL("service-worker.js", ROOT));
  await registration.update().catch(() => {}); // without a network, the one that is there will do
  const { installing } = registration;
  if (installing)
    await new Promise((installed) => installing.addEventListener("statechange", installed, { once: true }));
  (registration.waiting ?? registration.active)?.postMessage({ keep: own });
}
