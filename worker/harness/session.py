"""The session: one namespace, and the methods that JavaScript calls."""

import builtins
import json
import os
import sys
from collections.abc import Callable, Iterable
from importlib import import_module
from typing import Any

from .concurrency.installation import install_threads
from .contract import Host
from .host_tools import HostTools
from .notebook.ipython_shim import provide_ipython
from .notebook.libraries import adapt_libraries
from .notebook.magics import provide_magics
from .notebook.pip import provide_pip
from .notebook.syntax import translate
from .output.bokeh_documents import connect_bokeh
from .output.display import DisplayPublisher
from .output.interactive_charts import connect_charts
from .output.pillow_viewer import register_viewer
from .output.streams import Streams
from .representations.figure_drawing import set_pixel_ratio
from .run.interruption import RunTimedOut
from .run.runner import Runner
from .run.sources import make_classes_findable
from .snapshot.losses import after_restore, describe_objects, describe_tasks
from .snapshot.randomness import Randomness
from .standard_library.compiler_warnings import hide_warnings_about_packages
from .standard_library.event_loop import SharedLoop
from .standard_library.pristine import PristineState
from .standard_library.process_exit import catch_process_exits
from .standard_library.recursion import call_at_depth, deepen_recursion, recursive_types
from .standard_library.sleep import make_sleep_interruptible
from .standard_library.user_input import UserInput
from .working_directory import WorkingDirectory

# Bound now: user code may replace what is in the module.
_encode_json = json.JSONEncoder().encode


class Session:
    """Runs code in ``namespace``, and answers JavaScript's questions about it.

    ``worker/python/harness.ts`` has the same methods as TypeScript sees them.
    """

    def __init__(self, namespace: dict[str, Any], host: Host) -> None:
        # Like platform.python_version(), whose import would take a tenth of the harness's start.
        self.python_version = sys.version.split()[0]
        self.namespace = namespace
        self._shared_loop = SharedLoop()
        self._tools = HostTools(host)
        self._directory = WorkingDirectory(os.getcwd(), host)
        self._randomness = Randomness()
        streams = Streams(host, UserInput(host).stdin)
        publisher = DisplayPublisher(host)
        recursion_limit = deepen_recursion()
        register_viewer(publisher)
        connect_charts(publisher)
        connect_bokeh(publisher)
        provide_ipython(publisher, self._directory)
        catch_process_exits()
        self._turns = turns = install_threads(self._shared_loop.loop)
        make_sleep_interruptible(turns)
        provide_magics()
        provide_pip()
        adapt_libraries()
        hide_warnings_about_packages()
        make_classes_findable()
        builtins.__dict__["display"] = publisher.display
        # Last, because it also restores what the session has installed.
        self._pristine = PristineState(recursion_limit)
        self._runner = Runner(
            namespace,
            host,
            streams,
            publisher,
            self._directory,
            self._shared_loop,
            recursion_limit,
            self._pristine,
            turns,
        )

    def run(
        self, source: str, run: int, inputs: str, timeout: float, aside: bool, reply: Callable[[str], None]
    ) -> None:
        """Get ready to run ``source`` for at most ``timeout`` milliseconds. :meth:`begin` runs it.

        ``inputs`` is JSON text of an object, by variable. ``aside``: the variables that it sets are dropped at its end.
        Neither history nor tracebacks have its source.

        Call ``reply`` with JSON of a ``SessionReply`` when it has ended. The traceback of its error is written to
        stderr after all other output.
        """
        self._runner.start(source, run, inputs, timeout, aside, reply)

    def begin(self) -> None:
        """Run the code of :meth:`run`, until it ends or waits. It can be interrupted before this, too."""
        self._runner.begin()

    def set_pixel_ratio(self, ratio: float) -> None:
        """Draw the figures of later runs with ``ratio`` pixels for each of the page, in each direction."""
        set_pixel_ratio(ratio)

    def expire(self) -> None:
        """End the run because its time is up, also if it waits."""
        self._runner.interrupt(RunTimedOut)

    def stop(self) -> None:
        """End the run as Ctrl+C would, also if it waits."""
        self._runner.interrupt(KeyboardInterrupt)

    def set_tools(self, descriptions: str) -> None:
        """Provide functions of the host in the module ``tools``: JSON of each name with a ``ToolDescription``."""
        self._tools.expose(descriptions)

    def recursive_types(self) -> str:
        """Give the types that the stack guard needs, as JSON of ``RecursiveTypes``."""
        return _encode_json(recursive_types())

    def call_at_depth(self, levels: int, then: Callable[[], None]) -> None:
        """Call ``then`` from a stack that is ``levels`` calls through C deeper."""
        call_at_depth(levels, then)

    def introspect(self, request: str) -> str:
        """Answer an editor's question, JSON of ``IntrospectionRequest``, with JSON of its answer."""
        # Loaded when an editor first asks: no run of a model needs it.
        from .notebook import introspection

        return introspection.answer(self.namespace, request)

    def ask_table(self, request: str) -> str:
        """Answer a question about a table, JSON of ``TableRequest``, with JSON."""
        from .tables import registry

        return registry.answer(request, self._directory.resolve)

    def list_files(self) -> str:
        """List the files below the working directory, as JSON of ``path``, ``size`` and ``mimeType``."""
        return _encode_json(self._directory.all_files())

    def as_python(self, source: str) -> str:
        """Translate IPython's additions, such as ``%time``, to Python."""
        translation = translate(source)
        return source if translation is None else translation.source

    def import_modules(self, names: str) -> None:
        """Import modules, named in JSON text. Those that can't be imported are skipped.

        Text, since a module may keep an error that it caught: its frames would keep an array of JavaScript, too.
        """
        for name in json.loads(names):
            try:
                import_module(name)
            except Exception:
                pass

    def describe_lost_tasks(self) -> str:
        """Name the tasks and threads that a snapshot can't carry, as JSON of sentences."""
        self._pristine.restore()
        threads = [f"The thread {name}." for name in self._turns.names()]
        return _encode_json(describe_tasks(self._shared_loop.loop) + threads)

    def describe_lost_objects(self, objects: Iterable[object]) -> str:
        """Name the variables that hold these objects of JavaScript, as JSON of sentences."""
        return _encode_json(describe_objects(objects, self.namespace))

    def after_restore(self) -> None:
        """Adapt to another interpreter, in which the session was restored."""
        after_restore(self._shared_loop.loop)
        self._turns.forget()
        self._randomness.renew()

    def file_exists(self, path: str) -> bool:
        """Tell whether there is a file or folder. Raises ``ValueError`` as :meth:`remove_file` does."""
        return os.path.exists(self._directory.resolve(path))

    def remove_file(self, path: str) -> None:
        """Remove a file or folder.

        Raises ``ValueError`` for a path that leads out of the working directory, else ``OSError``.
        """
        self._directory.remove(path)

    def resolve_path(self, path: str) -> str:
        """Give the absolute path of a file. Raises as :meth:`remove_file` does."""
        return self._directory.resolve(path)

    def prepare_path(self, path: str) -> str:
        """Give the absolute path of a file, and make the folders on the way to it.

        Raises as :meth:`remove_file` does.
        """
        return self._directory.prepare(path)
