"""Data with rows and columns, which the page shows as a table and asks for more of."""
