"""One run: its code is compiled, evaluated, interrupted if need be, and what it left behind is shown."""
