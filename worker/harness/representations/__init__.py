"""The forms that a value can be shown in, by MIME type."""
