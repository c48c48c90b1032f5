"""Shows the figures and files that a run left behind, and composes the reply."""

from asyncio import CancelledError
from builtins import BaseException
from collections.abc import Callable
from typing import Any, TypeVar

from ..contract import Host, RunError, SessionReply
from ..errors.failure import describe, describe_briefly
from ..limits import LIMITS
from ..output.display import DisplayPublisher
from ..output.fallback_fonts import FallbackFonts
from ..output.figures import Figures
from ..output.missing_glyphs import MissingGlyphs
from ..output.saved_images import show_images
from ..output.streams import Streams
from ..working_directory import MAX_ENTRIES, FileStamps, WorkingDirectory
from .interruption import STOPPED, Interruption, RunTimedOut, run_interruptibly

Result = TypeVar("Result")


class Cleanup:
    """Shows the figures and files of a run, and tells how it ended.

    A step may fail, or be interrupted; the steps after it are done anyway.
    """

    def __init__(
        self,
        host: Host,
        interruption: Interruption,
        streams: Streams,
        publisher: DisplayPublisher,
        directory: WorkingDirectory,
    ) -> None:
        self._interruption = interruption
        self._streams = streams
        self._publisher = publisher
        self._directory = directory
        self._figures = Figures(publisher)
        self._missing_glyphs = MissingGlyphs(FallbackFonts(host))
        self._before: FileStamps = {}
        self._ending: BaseException | None = None
        self._told_cut_off = False

    def begin(self) -> None:
        """Remember the files as they are before the code runs."""
        self._before = self._directory.stamps()

    def finish(self, ending: BaseException | None) -> SessionReply:
        """Show the figures and files. ``ending``: the exception that ended the run, if one did."""
        self._ending = ending
        if self._interruption.reason is not None:
            self._interruption.allow(LIMITS["cleanup_ms"])
        try:
            return self._show_and_describe()
        finally:
            self._ending = None
            self._before = {}

    def _show_and_describe(self) -> SessionReply:
        # User code may have put a file in the place of sys.stdout.
        self._do(self._streams.flush)
        self._do(lambda: self._figures.show_open(moving=self._interruption.reason is None))
        self._do(self._missing_glyphs.tell)
        files = self._do(lambda: self._directory.changed_since(self._before)) or []
        self._do(lambda: show_images(self._directory, files, self._publisher))
        self._do(self._note_cut_off)
        error = self._describe_ending()
        self._do(self._streams.flush)
        if self._interruption.reason is RunTimedOut:
            return {"status": "timeout", "files": files}
        if error is None:
            return {"status": "ok", "files": files}
        self._write_error(error["traceback"])
        return {"status": "error", "error": error, "files": files}

    def _do(self, step: Callable[[], Result]) -> Result | None:
        """Do one step. Gives ``None`` if it failed or was interrupted."""
        reason = self._interruption.reason
        try:
            return run_interruptibly(step)
        except BaseException as error:
            if reason is None and self._interruption.reason is not None:
                # The run was interrupted during its cleanup.
                self._ending = error
                self._interruption.allow(LIMITS["cleanup_ms"])
            return None

    def _describe_ending(self) -> RunError | None:
        error = self._ending
        if error is None or _is_clean_exit(error) or self._interruption.reason is RunTimedOut:
            return None
        if self._interruption.reason is KeyboardInterrupt and issubclass(type(error), CancelledError):
            # It was stopped while it waited.
            error = KeyboardInterrupt(STOPPED).with_traceback(error.__traceback__)
        try:
            return run_interruptibly(lambda: describe(error))
        except BaseException as broken:
            return describe_briefly(error, broken)

    def _note_cut_off(self) -> None:
        if self._directory.is_cut_off and not self._told_cut_off:
            self._told_cut_off = True
            note = f"There are more than {MAX_ENTRIES:,} files: changes of some may go unnoticed."
            print(note, file=self._streams.stderr)

    def _write_error(self, text: str) -> None:
        try:
            self._streams.stderr.write(text)
            self._streams.stderr.flush()
        except Exception:
            # User code has closed the stream's buffer. The reply has the error as well.
            pass


def _is_clean_exit(error: Any) -> bool:
    """Whether this is ``sys.exit()`` with the code of success, as a script ends itself."""
    # By its type: an exception can make isinstance() lie or fail.
    return issubclass(type(error), SystemExit) and error.code in (None, 0)
