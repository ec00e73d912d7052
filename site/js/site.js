/**
 * Where the site's files are. The build puts all scripts into one folder, named by its content, and the page's data beside
 * them: a page never gets the data or the scripts of another version.
 */

/** The site itself. */
export const ROOT = new URL("../", import.meta.url);

/** A file beside the scripts. @param {string} name */
export const beside = (name) => new URL(name, import.meta.url).href;
