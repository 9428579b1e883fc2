"""Forecasts of a task from other benchmarks: abilities as the axis (Ruan et al. 2024)."""
