"""The papers that the product makes itself: of what kind, from what data, under what number, and as a PDF.

`kinds.py` says which kinds there are and what each asks; `matching.py` which one a text of an SOP means; `nomor.py`
writes its number, which `numbering.py` gives; `context.py` is what its template prints; `printing.py` its HTML;
`rendering.py` makes the PDF in the worker; `wording.py` is its text, for comparing versions.
"""
