"""Files in a folder of this machine: the store by default."""

import os
from pathlib import Path

from django.core.files.storage import FileSystemStorage


class FolderStorage(FileSystemStorage):
    """A folder that no web server serves; it is made with its first file."""

    def reach(self) -> None:
        """Raises OSError where nothing could be written; writes nothing itself."""
        folder = Path(self.location)
        place = next(path for path in (folder, *folder.parents) if path.exists())
        if not place.is_dir() or not os.access(place, os.R_OK | os.W_OK | os.X_OK):
            raise PermissionError(f"{place} tidak dapat ditulis")
