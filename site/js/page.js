/**
 * The layout of the page: the view of each element, by its id, in mounting order. To add a picture, add a line.
 *
 * The page mounts them (main.js). The build draws them once for the opening page (first_state.mjs).
 */

import { load } from "./lazy.js";
import { bar } from "./views/bar.js";
import { boundary } from "./views/boundary.js";
import { compiled } from "./views/compiled.js";
import { diagnosis } from "./views/diagnosis.js";
import { inside } from "./views/inside.js";
import { lesson } from "./views/lesson.js";
import { loss } from "./views/loss.js";
import { missing } from "./views/missing.js";
import { network } from "./views/network.js";
import { notes } from "./views/notes.js";
import { facts, opening } from "./views/opening.js";
import { practice } from "./views/practice.js";
import { settings } from "./views/settings.js";
import { share } from "./views/share.js";
import { sheets } from "./views/sheets.js";
import { truthTable } from "./views/truth-table.js";
import { verdict } from "./views/verdict.js";
import { wholePage } from "./views/whole-page.js";
import { yours } from "./views/yours.js";

/** @type {Record<string, (parts: import("./view.js").Parts) => void>} */
export const VIEWS = {
  share,
  missing,
  notes,
  yours,
  opening,
  "truth-table": truthTable,
  network,
  verdict,
  boundary,
  loss,
  sheets: sheets([
    {
      title: "Seeds",
      tall: true,
      load: () => load("sweeps").then(({ SWEEPS }) => ({ view: SWEEPS.Seeds })),
      asked: ({ seeds }) => seeds,
    },
    { title: "Map", tall: true, load: () => load("sweeps").then(({ SWEEPS }) => ({ view: SWEEPS.Map })) },
    { title: "Loss slice", tall: true, load: () => load("loss-slice") },
    { title: "Hidden space", load: () => load("hidden-space") },
    { title: "Histograms", load: () => load("histograms") },
    { title: "Rows", load: () => load("rows") },
    { title: "Operations", tall: true, load: () => load("operations") },
  ]),
  facts,
  diagnosis,
  settings,
  inside,
  code: lesson,
  compiled,
  practice,
  "whole-page": wholePage,
  bar,
};
