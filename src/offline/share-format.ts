/** What the service worker and the page agree on about a file that was shared. */

/** In the address of the page: names of files that could not be kept. */
export const LOST_NAME = "not-taken";
/** With each kept file. */
export const NAME_HEADER = "X-File-Name";
export const MODIFIED_HEADER = "X-File-Modified";
