"""One note on all characters that no font of a run's figures has, in place of a warning for each."""

import sys
import warnings
from functools import wraps
from typing import Any

from ..import_hooks import after_import
from .fallback_fonts import FallbackFonts

_MAX_NAMED = 50
_NOTE = (
    "Characters that are not in {fonts} are drawn as empty boxes: {characters}. Use other characters, or add a file of "
    'a font that has them: matplotlib.font_manager.fontManager.addfont("its path"), and its name in '
    'plt.rcParams["font.family"].'
)


class MissingGlyphs:
    """The characters that matplotlib found no glyph for since they were told last."""

    def __init__(self, fallback: FallbackFonts) -> None:
        self._fallback = fallback
        self._characters: dict[str, None] = {}
        self._fonts = "the font"
        after_import("matplotlib._text_helpers", self._connect)

    def tell(self) -> None:
        """Write the note, if there is something to tell."""
        failure = self._fallback.take_failure()
        if not self._characters:
            return
        characters = "".join(list(self._characters)[:_MAX_NAMED])
        more = len(self._characters) - len(characters)
        self._characters.clear()
        named = f"{characters} and {more} more" if more > 0 else characters
        note = _NOTE.format(fonts=self._fonts, characters=named)
        print(note if failure is None else f"{note} {failure}", file=sys.stderr)

    def _connect(self, helpers: Any) -> None:
        # Of another session, it keeps what it catches to itself.
        warn = getattr(helpers.warn_on_missing_glyph, "__wrapped__", helpers.warn_on_missing_glyph)

        @wraps(warn)
        def note(codepoint: int, *fonts: str) -> None:
            """Note a character of which matplotlib would warn."""
            # Code may want no warnings, or errors in their place.
            with warnings.catch_warnings(record=True) as caught:
                warn(codepoint, *fonts)
            if caught:
                self._characters[chr(codepoint)] = None
                self._fonts = _name(*fonts) or self._fonts

        helpers.warn_on_missing_glyph = note


def _name(fonts: str = "") -> str:
    """Name the fonts that matplotlib names since 3.7, separated by commas."""
    *others, last = fonts.split(", ")
    return f"the fonts {', '.join(others)} and {last}" if others else f"the font {last}" if last else ""
