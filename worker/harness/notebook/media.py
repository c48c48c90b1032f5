"""Sound, films, frames, links to files and progress, as ``IPython.display`` has them. Loaded when code imports that."""

import os
import sys
from array import array
from collections.abc import Iterator
from itertools import chain
from typing import Any, ClassVar

from ..output.display import DisplayHandle, DisplayPublisher
from ..representations.mime_types import mime_type_of
from ..working_directory import WorkingDirectory
from .ipython_shim import DisplayObject

MAX_LINKS = 50
"""Files that ``FileLinks`` shows."""

_PEAK = 32767
_PROGRESS_WIDTH = 60


def elsewhere(address: str) -> dict[str, object]:
    """Give the forms of something that code can't load, with a link for the user."""
    return {
        "text/plain": f"Not loaded, since code has no network: {address}",
        "text/markdown": f"Not loaded, since code has no network: <{address}>",
    }


class Media(DisplayObject):
    """Sound or a film: bytes, or the name of a file. The page shows a player, and plays nothing by itself."""

    _binary = True
    _kinds: ClassVar = ("audio/", "audio/wav")

    def _open(self, data: Any, url: Any, filename: Any, mimetype: str | None = None) -> None:
        if isinstance(data, str) and url is None and filename is None:
            data, url, filename = (None, data, None) if "://" in data else (None, None, data)
        super().__init__(data, url, filename)
        kind, default = self._kinds
        named = mimetype or mime_type_of(os.fspath(self.filename or ""))
        self.mimetype = named if named.startswith(kind) else default

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, object]:
        return elsewhere(str(self.url)) if self.data is None else {self.mimetype: self.data}


class Audio(Media):
    """Sound: bytes of WAV, MP3 and others, the name of a file, or samples (one list or row for each channel)."""

    def __init__(
        self,
        data: Any = None,
        filename: Any = None,
        url: str | None = None,
        embed: object = None,
        rate: int | None = None,
        autoplay: bool = False,
        normalize: bool = True,
        *,
        element_id: object = None,
    ) -> None:
        self._open(data, url, filename)
        if self.data is not None and not isinstance(self.data, bytes | bytearray | memoryview):
            if rate is None:
                raise ValueError("rate must be specified when data is a numpy array or list of audio samples.")
            self.data = _wav(self.data, rate, normalize)


class Video(Media):
    """A film: bytes of MP4 or WebM, or the name of a file."""

    _kinds: ClassVar = ("video/", "video/mp4")

    def __init__(
        self,
        data: Any = None,
        url: str | None = None,
        filename: Any = None,
        embed: object = None,
        mimetype: str | None = None,
        width: object = None,
        height: object = None,
        html_attributes: object = None,
    ) -> None:
        self._open(data, url, filename, mimetype)


class IFrame:
    """A page in a frame. One that code has written is shown; of any other there is a link."""

    def __init__(
        self, src: Any, width: object = None, height: object = None, extras: object = None, **params: object
    ) -> None:
        self.src = os.fspath(src)
        self.params = params

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, object]:
        if os.path.isfile(self.src):
            with open(self.src, encoding="utf-8", errors="replace") as file:
                return {"text/plain": self.src, "text/html": file.read()}
        from urllib.parse import urlencode

        return elsewhere(f"{self.src}?{urlencode(self.params)}" if self.params else self.src)


class YouTubeVideo(IFrame):
    """A film of YouTube, of which there is a link."""

    _place = "https://www.youtube.com/watch?v="

    def __init__(self, id: object, *sizes: object, **params: object) -> None:
        super().__init__(f"{self._place}{id}", *sizes, **params)


class VimeoVideo(YouTubeVideo):
    """A film of Vimeo, of which there is a link."""

    _place = "https://vimeo.com/"


class ScribdDocument(YouTubeVideo):
    """A document of Scribd, of which there is a link."""

    _place = "https://www.scribd.com/document/"


class FileLink:
    """A file that the user can download."""

    publisher: ClassVar[DisplayPublisher]
    directory: ClassVar[WorkingDirectory]

    def __init__(self, path: Any, *_prefixes: object, **_ignored: object) -> None:
        self.path = os.fspath(path)

    def __repr__(self) -> str:
        return os.path.abspath(self.path)

    def _ipython_display_(self) -> None:
        if os.path.isfile(self.path):
            path = os.path.normpath(self.path)
            self.publisher.show("display", {"text/plain": path}, self.directory.locate(path))
        else:
            print(f"Path ({self.path}) doesn't exist.")


class FileLinks(FileLink):
    """The files of a folder, and with ``recursive`` of those in it."""

    def __init__(self, path: Any, *_prefixes: object, recursive: bool = True, **_ignored: object) -> None:
        super().__init__(path)
        self.recursive = recursive

    def _ipython_display_(self) -> None:
        folders = os.walk(self.path) if self.recursive else [next(os.walk(self.path), ("", [], []))]
        paths = sorted(os.path.join(folder, name) for folder, _, names in folders for name in names)
        for path in paths[:MAX_LINKS]:
            FileLink(path)._ipython_display_()
        if len(paths) > MAX_LINKS or not paths:
            print(f"{len(paths) - MAX_LINKS:,} more files" if paths else f"There are no files in {self.path}.")


class ProgressBar:
    """Progress that is shown in one place: of a loop over it, or set by :attr:`progress`."""

    publisher: ClassVar[DisplayPublisher]

    def __init__(self, total: int) -> None:
        self.total = total
        self._progress = 0
        self._handle: DisplayHandle | None = None

    def __repr__(self) -> str:
        filled = "=" * int(self._progress / max(self.total, 1) * _PROGRESS_WIDTH)
        return f"[{filled:{_PROGRESS_WIDTH}}] {self._progress}/{self.total}"

    def _repr_html_(self) -> str:
        return f'<progress style="width:100%" max="{self.total}" value="{self._progress}"></progress>'

    def display(self) -> None:
        """Show it, in one place in each run."""
        self._handle = self._handle or DisplayHandle(self.publisher)
        self._handle.display(self)

    update = display

    @property
    def progress(self) -> int:
        """Steps that are done. Setting it shows them."""
        return self._progress

    @progress.setter
    def progress(self, value: int) -> None:
        self._progress = value
        self.update()

    def __iter__(self) -> Iterator[int]:
        for step in range(self.total):
            self.progress = step
            yield step
        self.progress = self.total


def _wav(data: Any, rate: int, normalize: bool) -> bytes:
    import io
    import wave

    frames, channels = _frames(data, normalize)
    made = io.BytesIO()
    with wave.open(made, "wb") as file:
        file.setnchannels(channels)
        file.setsampwidth(2)
        file.setframerate(int(rate))
        file.writeframes(frames)
    return made.getvalue()


def _frames(data: Any, normalize: bool) -> tuple[bytes, int]:
    """Give samples of 16 bits, those of all channels in turn, and the number of channels."""
    numpy = sys.modules.get("numpy")
    if numpy is not None:
        rows = numpy.atleast_2d(numpy.array(data, dtype=float))
        scale = _scale(numpy.abs(rows).max(initial=0), normalize)
        return (rows.T * scale).astype("<i2").tobytes(), len(rows)
    samples = list(data)
    channels = [list(row) for row in samples] if samples and hasattr(samples[0], "__iter__") else [samples]
    interleaved = list(chain.from_iterable(zip(*channels, strict=True)))
    scale = _scale(max(map(abs, interleaved), default=0), normalize)
    return array("h", (int(sample * scale) for sample in interleaved)).tobytes(), len(channels)


def _scale(peak: float, normalize: bool) -> float:
    if not normalize and peak > 1:
        raise ValueError("Audio data must be between -1 and 1 when normalize=False.")
    return _PEAK / (peak if normalize and peak else 1)
