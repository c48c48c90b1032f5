/**
 * Milliseconds on the clock that timeouts and output go by: the browser's own, whatever becomes of `performance.now()`. Code may replace
 * that, and a restored interpreter does (snapshot/restore.ts), which makes it slower.
 */
export const clock = performance.now.bind(performance);
