"""The best split of a compute budget between parameters and tokens, under a fitted law."""
