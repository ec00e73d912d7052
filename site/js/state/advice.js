/** Python's advice on a loss and an output activation that do not fit. */

/** @param {import("./state.js").State} state @returns {string} Empty if the two fit. */
export function adviceOn({ choices, description, run }) {
  const outputs = run ? Object.values(run.frame.parameters).slice(-1)[0][0].length : 1;
  const byLoss = description.advice[outputs === 1 ? "one" : "several"];
  return byLoss[String(choices.loss)]?.[String(choices.output)] ?? "";
}
