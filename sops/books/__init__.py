"""An office's book: `ordering.py` says what is in it, `requesting.py` asks for it, `working.py` makes it in turns."""
