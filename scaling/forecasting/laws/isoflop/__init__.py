"""Optimal sizes read off runs of equal compute: approach 2 of Hoffmann et al. 2022."""
