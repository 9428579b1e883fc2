"""``scaling plot``: an analysis, or results from a file, drawn."""

from scaling.cli.plot.command import command

__all__ = ["command"]
