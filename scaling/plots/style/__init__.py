"""What all charts share: themes, looks, axes, texts, rows, and the last step of a figure."""
