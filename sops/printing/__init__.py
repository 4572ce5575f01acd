"""The official sheet as a PDF: measured once, drawn, and laid out with the drawing behind the table.

`widths.py` shares out the paper among the columns, `sheet.py` is what is printed, `layout.py` measures the texts and
draws the flowchart, `pdf.py` writes the file with its attachment and its tags.
"""
