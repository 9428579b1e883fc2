"""``scaling forecast``: from curves over size, by way of the loss, or from other benchmarks."""

from scaling.cli.forecast.command import command

__all__ = ["command"]
