"""Shortens long texts."""


def truncate(text: str, limit: int) -> str:
    """Keep the head and the tail of a text of more than ``limit`` characters, and say what was left out."""
    if len(text) <= limit:
        return text
    half = limit // 2
    return f"{text[:half]}\n[... {len(text) - 2 * half:,} characters left out ...]\n{text[-half:]}"
