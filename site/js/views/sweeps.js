/** Pictures of many runs, in one part of the page: they share their workers. */

import { mapView } from "./map.js";
import { seedsView } from "./seeds.js";

/** By the sheet's title. */
export const SWEEPS = { Seeds: seedsView, Map: mapView };
