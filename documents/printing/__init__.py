"""Making PDFs: what every printed paper has in common."""

import weasyprint  # noqa: F401  before the next line, which takes back what it does
from PIL import ImageFile

# WeasyPrint lets Pillow accept torn pictures, in the whole process; an upload must be whole.
ImageFile.LOAD_TRUNCATED_IMAGES = False
