/** Chromium calls itself this, too, but Chrome as well. */
export const IS_WEBKIT = /AppleWebKit/.test(navigator.userAgent) && !/Chrom/.test(navigator.userAgent);

/**
 * JavaScript that makes a list that takes no room on the way, and four billion steps to read. WebKit goes through it to send it, in a
 * thread that nothing ends: there, the list is only far too long.
 */
export const ENDLESS_LIST = `Object.assign([], { length: ${IS_WEBKIT ? 10 ** 7 : 2 ** 32 - 1} })`;
