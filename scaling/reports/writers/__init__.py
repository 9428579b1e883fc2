"""Writers: the content of a report as HTML, Markdown or LaTeX, escaped for each."""
