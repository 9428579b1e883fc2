"""What loss laws are for: compute-optimal sizes, larger runs, and which law to trust."""
