/** Pictures of many runs, in one part of the page: they share their workers. */

export { seedsView } from "./seeds.js";
