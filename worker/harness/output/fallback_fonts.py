"""Fonts that the page gives for characters which those of matplotlib have not: for labels in Chinese, say."""

import os
import tempfile
from collections.abc import Iterable
from functools import wraps
from typing import Any

from ..contract import Host
from ..import_hooks import after_import
from ..suspension import can_suspend, run_cancellable

_MAX_ASKED = 1_000
"""Characters that the page is asked for at once."""


class FallbackFonts:
    """Asks for a font when text is laid out that needs one, and has matplotlib fall back to it."""

    def __init__(self, host: Host) -> None:
        self._host = host
        self._asked: set[str] = set()
        self._paths: list[str] = []
        self._failure: str | None = None
        self._manager: Any = None
        after_import("matplotlib.font_manager", self._connect_manager)
        after_import("matplotlib.text", self._connect_text)
        after_import("matplotlib._mathtext", self._connect_formulas)

    def take_failure(self) -> str | None:
        """Give the reason why the page has no font for a character of this run. The next run asks again."""
        failure, self._failure = self._failure, None
        self._asked.clear()
        return failure

    def _connect_manager(self, manager: Any) -> None:
        find = _original(manager.FontManager._find_fonts_by_props)

        @wraps(find)
        def find_all(itself: Any, *arguments: Any, **options: Any) -> list[str]:
            return [*find(itself, *arguments, **options), *self._paths]

        manager.FontManager._find_fonts_by_props = find_all
        self._manager = manager

    def _connect_text(self, text: Any) -> None:
        get_layout = _original(text.Text._get_layout)

        @wraps(get_layout)
        def get_layout_with_fonts(shown: Any, *arguments: Any, **options: Any) -> Any:
            self._find_fonts(shown.get_text(), shown.get_fontproperties())
            return get_layout(shown, *arguments, **options)

        text.Text._get_layout = get_layout_with_fonts

    def _connect_formulas(self, mathtext: Any) -> None:
        get_glyph = _original(mathtext.UnicodeFonts._get_glyph)

        @wraps(get_glyph)
        def get_glyph_of_fallback(fonts: Any, fontname: str, font_class: str, symbol: str, *more: Any) -> Any:
            # A formula has fonts of its own. The text around it is among its symbols.
            if self._paths and len(symbol) == 1 and not symbol.isascii():
                found = _first_with(symbol, self._fonts_for(fonts.default_font_prop))
                if found is not None and found.fname in self._paths:
                    return found, ord(symbol), False
            return get_glyph(fonts, fontname, font_class, symbol, *more)

        mathtext.UnicodeFonts._get_glyph = get_glyph_of_fallback

    def _find_fonts(self, text: str, properties: Any) -> None:
        if text.isascii() or not can_suspend():
            return
        missing = self._missing(text, properties)
        # All at once: the page knows which language they are of.
        while missing and self._save_font("".join(missing[:_MAX_ASKED])):
            missing = self._missing(text, properties)
        self._asked.update(missing)

    def _missing(self, text: str, properties: Any) -> list[str]:
        fonts = self._fonts_for(properties)
        characters = (character for character in dict.fromkeys(text) if character.isprintable())
        return [each for each in characters if each not in self._asked and _first_with(each, fonts) is None]

    def _fonts_for(self, properties: Any) -> list[Any]:
        return [self._manager.get_font(path) for path in self._manager.fontManager._find_fonts_by_props(properties)]

    def _save_font(self, characters: str) -> bool:
        path = os.path.join(tempfile.mkdtemp(), "font")
        try:
            found = run_cancellable(self._host.save_font(characters, path))
        except Exception as error:
            self._failure = str(error)
            return False
        if found:
            self._paths.append(path)
        return found


def _first_with(character: str, fonts: Iterable[Any]) -> Any:
    return next((font for font in fonts if font.get_char_index(ord(character)) != 0), None)


def _original(function: Any) -> Any:
    """Give what another session has wrapped."""
    return getattr(function, "__wrapped__", function)
