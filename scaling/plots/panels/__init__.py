"""Panels of series: which results share one, its layers, direct labels and transitions.

Every chart that shows scores by size is made from these.
"""
