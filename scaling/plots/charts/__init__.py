"""One module (or folder) a kind of chart; ``scaling.plots.kinds`` lists them.

Each has two public functions: ``chart(results, style)`` gives the Altair chart, and
``describe(results)`` says in plain words what it shows (the alternative text).
"""
