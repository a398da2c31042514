"""Scores in words for the terminal, a file a command of `synopsis evaluate`."""
