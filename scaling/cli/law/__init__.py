"""``scaling law``: fit loss laws to training runs, and what follows from them."""

from scaling.cli.law.group import command

__all__ = ["command"]
