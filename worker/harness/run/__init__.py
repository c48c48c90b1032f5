"""Compiles the code of a run, evaluates it, interrupts it if need be, and shows its figures and files."""
