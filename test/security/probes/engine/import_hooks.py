# Modules that are not what they are called.
# tries: find modules in the place of the interpreter, replace those that are loaded, and lose the rest
# must: harm this session alone: after reset() all is as it was
import importlib.machinery
import sys

class Liar(importlib.machinery.ModuleSpec):
    def __init__(self, name):
        super().__init__(name, self)

    def create_module(self, spec):
        return None

    def exec_module(self, module):
        module.__getattr__ = lambda name: (_ for _ in ()).throw(SystemExit("pwned"))

class Finder:
    find_spec = staticmethod(lambda name, path=None, target=None: Liar(name))

print("blocked: it is in an interpreter of its own")
sys.meta_path.insert(0, Finder)
sys.path_hooks.insert(0, lambda path: Finder)
sys.path_importer_cache.clear()
for name in ("json", "os", "io", "traceback", "linecache"):
    sys.modules[name] = Liar(name)
for name in [name for name in sys.modules if "." in name]:
    del sys.modules[name]
