"""The data behind figures of matplotlib. Loaded with the first figure that is shown."""
