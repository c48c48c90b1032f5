"""Reseeds random number generators in an interpreter that was restored from a snapshot.

A snapshot holds the state of the generators. Several interpreters may be restored from one: they would all draw the
same numbers, and the same keys.
"""

import os
import sys
from collections.abc import Callable
from functools import wraps
from types import ModuleType

from ..import_hooks import after_import

_SEEDING = ("seed", "setstate", "set_state")
"""Functions of ``random`` and ``numpy.random`` that set a generator's state."""


class Randomness:
    """The shared generators of modules. One that code has seeded is left alone: it wants reproducible numbers."""

    def __init__(self) -> None:
        self._seeds: dict[ModuleType, Callable[[], None]] = {}
        self._seeded: set[ModuleType] = set()
        after_import("random", self._watch)
        after_import("numpy.random", self._watch)

    def renew(self) -> None:
        """Reseed the generators, so that this interpreter draws other numbers than its siblings."""
        for module, seed in self._seeds.items():
            if module not in self._seeded:
                seed()
        for add in (_add_to_ssl, _add_to_cryptography):
            try:
                add(os.urandom(32))
            except Exception:
                # The module is not imported, or another version.
                pass

    def _watch(self, module: ModuleType) -> None:
        self._seeds[module] = module.seed
        for name in _SEEDING:
            if hasattr(module, name):
                setattr(module, name, self._noting(module, getattr(module, name)))

    def _noting(self, module: ModuleType, function: Callable[..., object]) -> Callable[..., object]:
        @wraps(function)
        def noting(*arguments: object, **named: object) -> object:
            result = function(*arguments, **named)
            if any(value is not None for value in (*arguments, *named.values())):
                self._seeded.add(module)
            else:
                self._seeded.discard(module)
            return result

        return noting


def _add_to_ssl(entropy: bytes) -> None:
    sys.modules["ssl"].RAND_add(entropy, len(entropy))


def _add_to_cryptography(entropy: bytes) -> None:
    # The package has an OpenSSL of its own. https://github.com/pyca/cryptography/blob/main/src/_cffi_src/openssl/rand.py
    sys.modules["cryptography.hazmat.bindings._rust"]._openssl.lib.RAND_add(entropy, len(entropy), float(len(entropy)))
