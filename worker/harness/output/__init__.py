"""Output in the order in which it was made: the text streams, and what is shown beside them."""
