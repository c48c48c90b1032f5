/* A native module for Pyodide 314, with the few declarations of CPython's that it needs: there is no Python.h for WebAssembly here. */
typedef struct _object PyObject;
typedef PyObject *(*PyCFunction)(PyObject *, PyObject *);
typedef struct {
  const char *name;
  PyCFunction function;
  int flags;
  const char *doc;
} PyMethodDef;
typedef struct {
  struct {
    long refcount;
    void *type, *init;
    long index;
    PyObject *copy;
  } base;
  const char *name, *doc;
  long size;
  PyMethodDef *methods;
  void *slots, *traverse, *clear, *free;
} PyModuleDef;

extern PyObject *PyModule_Create2(PyModuleDef *, int api_version);
extern PyObject *PyLong_FromLong(long);
extern int tally_next(void);
/* Nobody has it. */
extern int tally_best(void) __attribute__((weak));

enum { METH_NOARGS = 4, PYTHON_API_VERSION = 1013 };

static PyObject *bump(PyObject *self, PyObject *arguments) {
  return PyLong_FromLong(tally_best ? tally_best() : tally_next());
}

static PyMethodDef methods[] = {{"bump", bump, METH_NOARGS, "One more than the time before."}, {0}};
static PyModuleDef module = {.base = {.refcount = 1}, .name = "counter", .size = -1, .methods = methods};

__attribute__((visibility("default"))) PyObject *PyInit_counter(void) {
  return PyModule_Create2(&module, PYTHON_API_VERSION);
}
