"""Evaluate: numbers that somebody will report, each with how sure it is."""
