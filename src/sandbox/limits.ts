/** Bytes to which an interpreter's memory may grow unless the sandbox says otherwise: 2 GiB. */
export const DEFAULT_MEMORY_LIMIT = 2 * 1024 ** 3;
/** Bytes that Python itself needs to start: 64 MiB. */
export const MIN_MEMORY_LIMIT = 64 * 1024 ** 2;

/**
 * Bytes of a snapshot with packages that interpreters start from, and that the browser stores: 192 MiB. With numpy, pandas and matplotlib it
 * takes 146 MiB. All sessions wait for it, also those that use none of the packages: some 2 ms for each MiB.
 */
export const MAX_STORED_SNAPSHOT_SIZE = 192 * 1024 ** 2;
/** Bytes of memory and files in a checkpoint that is read from a file: 4 GiB, as much as an interpreter can have. */
export const MAX_CHECKPOINT_SIZE = 4 * 1024 ** 3;
/** Bytes of the captured states of a sandbox: 256 MiB. */
export const DEFAULT_CHECKPOINT_MEMORY = 256 * 1024 ** 2;

/** Bytes of memory and files of a session that the browser stores under a name: 512 MiB. */
export const MAX_STORED_SESSION_SIZE = 512 * 1024 ** 2;

/** Characters of output of one run that the page gets: 10 MiB. */
export const PAGE_OUTPUT_LIMIT = 10 * 1024 ** 2;

/** Characters of the message of an exception: 64 KiB. Of a longer one, head and tail stay. */
export const ERROR_MESSAGE_LIMIT = 64 * 1024;
/** Characters of the name of its class: 1 KiB. */
export const ERROR_TYPE_LIMIT = 1024;

/** Characters of JSON of a run's inputs: 8 MiB. */
export const INPUTS_LIMIT = 8 * 1024 ** 2;

/** Displays of one run. Further ones are dropped. */
export const MAX_DISPLAYS = 100;
/** Characters of all displays of one run together, base64 included: 64 MiB. */
export const DISPLAY_LIMIT = 64 * 1024 ** 2;

/** Calls of tools in the result of a run. Further ones are left out. */
export const MAX_CALLS = 1_000;
