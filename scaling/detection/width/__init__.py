"""How wide is the transition: grid, statistic, null distributions, best curves, resolvability."""
