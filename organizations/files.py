"""Finding the YAML files that a command names: files, or all of a folder."""

from collections.abc import Iterable
from pathlib import Path

from organizations.yaml_reader import Fault, FaultsFound


def yaml_files(paths: Iterable[str]) -> list[tuple[str, bytes]]:
    """(name, content) of every file named, folders opened; raises FaultsFound for what is not there."""
    found: list[tuple[str, bytes]] = []
    faults: list[Fault] = []
    for path in map(Path, paths):
        inside = sorted([*path.glob("*.yaml"), *path.glob("*.yml")]) if path.is_dir() else [path]
        if path.is_dir() and not inside:
            faults.append(Fault(str(path), 0, "", "tidak ada berkas .yaml di folder ini"))
        for file in inside:
            try:
                found.append((str(file), file.read_bytes()))
            except OSError as error:
                faults.append(
                    Fault(
                        str(file), 0, "", f"tidak dapat dibaca ({error.strerror}); periksa nama dan izinnya"
                    )
                )
    if faults:
        raise FaultsFound(faults)
    return found
