"""Changes modules when they are imported, and provides modules that have no file."""

import sys
from collections.abc import Callable, Sequence
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from types import ModuleType

Action = Callable[[ModuleType], None]


class _AfterImport(MetaPathFinder):
    """Calls an action with a module when it has been imported."""

    def __init__(self) -> None:
        self.actions: dict[str, Action] = {}

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        action = self.actions.get(fullname)
        if action is None:
            return None
        spec = self._find_elsewhere(fullname, path, target)
        if spec is not None and spec.loader is not None:
            spec.loader = _FollowedUp(spec.loader, action)
        return spec

    def _find_elsewhere(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None
    ) -> ModuleSpec | None:
        for finder in sys.meta_path:
            find_spec = None if finder is self else getattr(finder, "find_spec", None)
            spec = find_spec and find_spec(fullname, path, target)
            if spec is not None:
                return spec
        return None


class _FollowedUp(Loader):
    """Stands in for a loader while one module is imported: a zip file has one loader for all its modules."""

    def __init__(self, loader: Loader, action: Action) -> None:
        self._loader = loader
        self._action = action

    def create_module(self, spec: ModuleSpec) -> ModuleType | None:
        return self._loader.create_module(spec)

    def exec_module(self, module: ModuleType) -> None:
        module.__loader__ = self._loader
        if module.__spec__ is not None:
            module.__spec__.loader = self._loader
        self._loader.exec_module(module)
        _attempt(self._action, module)


class _Provider(MetaPathFinder, Loader):
    """Provides modules that have no file."""

    def __init__(self) -> None:
        self.modules: dict[str, tuple[Action, bool]] = {}

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        if fullname not in self.modules:
            return None
        _, is_package = self.modules[fullname]
        return ModuleSpec(fullname, self, is_package=is_package)

    def exec_module(self, module: ModuleType) -> None:
        fill, _ = self.modules[module.__name__]
        fill(module)


_after_import = _AfterImport()
_first = _Provider()
_last = _Provider()


def install() -> None:
    """Put the hooks into ``sys.meta_path``, unless they are there."""
    if _after_import not in sys.meta_path:
        sys.meta_path.insert(0, _after_import)
    if _first not in sys.meta_path:
        sys.meta_path.insert(0, _first)
    if _last not in sys.meta_path:
        sys.meta_path.append(_last)


def after_import(name: str, action: Action) -> None:
    """Call ``action`` with the module ``name`` when it has been imported; at once if it is imported already."""
    _after_import.actions[name] = action
    if name in sys.modules:
        _attempt(action, sys.modules[name])


def provide_module(name: str, fill: Action, *, package: bool = False, first: bool = False) -> None:
    """Make a module importable that ``fill`` fills. ``first``: at once, and even if a real module has its name."""
    provider = _first if first else _last
    provider.modules[name] = (fill, package)
    # The page asks which modules can't be imported before the first run installs all hooks: it would load IPython.
    if provider not in sys.meta_path:
        sys.meta_path.insert(0 if first else len(sys.meta_path), provider)


def withdraw_module(name: str) -> None:
    """Undo :func:`provide_module`."""
    for provider in (_first, _last):
        if provider.modules.pop(name, None) is not None:
            sys.modules.pop(name, None)


def _attempt(action: Action, module: ModuleType) -> None:
    # Another version of a package may lack what the action needs. That must not make its import fail.
    try:
        action(module)
    except Exception:
        pass
