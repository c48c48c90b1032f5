"""The text streams and the displays of a run, in the order in which it made them."""
