/* A shared library for a native module to link to: what Pyodide calls a package of type `shared_library`. */
#define EXPORTED __attribute__((visibility("default")))

static int count = 100;

EXPORTED int tally_next(void) { return ++count; }
