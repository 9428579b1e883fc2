"""Detection: how wide is the transition, can these sizes tell, and what may be said of it."""

from scaling.detection.options import DetectOptions
from scaling.detection.result_set import DetectResults
from scaling.detection.results import DetectResult

__all__ = ["DetectOptions", "DetectResult", "DetectResults"]
