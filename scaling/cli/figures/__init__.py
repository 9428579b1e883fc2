"""``scaling figures``: list, build and check the figures that recipes describe."""

from scaling.cli.figures.group import command

__all__ = ["command"]
