/** Pictures of many runs, in one part of the page: they share their workers. */

export { mapView } from "./map.js";
export { seedsView } from "./seeds.js";
