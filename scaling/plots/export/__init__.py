"""Charts into files: SVG, PNG, PDF, HTML and Vega-Lite JSON."""
