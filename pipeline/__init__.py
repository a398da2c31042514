"""Synopsis: the same story, every outlet, side by side."""

__version__ = "0.1.0"
