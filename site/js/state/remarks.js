/** What is said of the run when something has happened to it. */

import { grouped } from "../draw/draw.js";
import { adviceOn } from "./advice.js";
import { choicesInWords } from "./curves.js";
import { ownFunctions } from "./state.js";

/** @typedef {import("./state.js").State} State */

const ONLY_IN_THE_END = ["dataset", "targets", "epochs", "rate"]; // of the program; no function has them

/** What has changed the program, as the subject of a sentence. @param {State} state @param {string[]} frozen */
export function whatChanged({ run, choices, description }, frozen) {
  const before = run?.choices ?? description.defaults;
  const changed = Object.keys(choices).filter(
    (name) => !ONLY_IN_THE_END.includes(name) && String(choices[name]) !== String(before[name]),
  );
  if (changed.length) return `Choosing ${choicesInWords(changed, choices, description)}`;
  return String(run?.frame.frozen ?? []) === String(frozen) ? "What you chose" : "What you froze";
}

/** A remark on the parameters that were frozen in the last run. @param {string[]} before @param {string[]} now */
export function whatStaysFrozen(before, now) {
  const list = (/** @type {string[]} */ labels) =>
    labels.length > 3 ? `${labels.slice(0, 2).join(", ")} and ${labels.length - 2} more` : labels.join(", ");
  const gone = before.filter((label) => !now.includes(label));
  const stay = now.length ? `Still frozen: ${list(now)}.` : "";
  return gone.length ? `${stay} No longer frozen, because this network lacks it: ${list(gone)}.`.trim() : stay;
}

/** The remark after the reader's own loop has ended. @param {number} epoch */
export function endedAt(epoch) {
  return `Your train_network ended at epoch ${grouped(epoch)}.`;
}

/** The message for a loss that is NaN, with advice. @param {State} state */
export function whyDiverged(state) {
  const advice = adviceOn(state);
  if (advice) return `The loss is no longer a number. ${advice}`;
  const own = ownFunctions(state);
  if (own.length) return `The loss is no longer a number. Your version of ${own.join(" and ")} ran.`;
  return "Training diverged: the steps were too large. Try a smaller learning rate, then Reset.";
}
