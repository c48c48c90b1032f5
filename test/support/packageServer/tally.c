/* A shared library for a native module to link to: what Pyodide calls a package of type `shared_library`. */
#define EXPORTED __attribute__((visibility("default")))

static int count;

/* Runs when the library is loaded, as those of C++ do, and must not when a session goes on. */
__attribute__((constructor)) static void begin(void) { count = 100; }

EXPORTED int tally_next(void) { return ++count; }
