"""The flowchart of an SOP, drawn: from the graph of its steps to shapes, and from shapes to SVG. No Django.

`flow.py` is what is to be drawn, `paging.py` which part of it stands on which page; `lattice.py`, `searching.py` and
`routing.py` find a way for every line, `placing.py` gives the ways their place in millimetres, `labels.py` finds room
for the answers; `drawing.py` makes a page of shapes (`shapes.py`) from it, `chart.py` all pages; `svg.py` writes them
down, `slices.py` cuts them into the rows of a web page. The same input gives the same bytes.
"""
