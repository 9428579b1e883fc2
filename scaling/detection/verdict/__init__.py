"""What may be said of a series: evidence, rules, second looks, and the reason in words."""
