"""Intervals of fits: one file a kind; ``kinds`` lists them, ``base`` says what each gives."""
