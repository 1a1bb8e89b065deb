"""Archives that are the same, byte for byte, for the same content."""

import io
import zipfile
from collections.abc import Mapping

#: The earliest time that a zip file can state.
_THEN = (1980, 1, 1, 0, 0, 0)


def zipped(files: Mapping[str, bytes]) -> bytes:
    """A zip of files by name, in their order, without the time at which it was made."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            entry = zipfile.ZipInfo(name, _THEN)
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, content)
    return out.getvalue()


def repacked(archive: bytes) -> bytes:
    """An Office file (a zip) as another library wrote it, without the time at which it did."""
    with zipfile.ZipFile(io.BytesIO(archive)) as given:
        return zipped({name: given.read(name) for name in given.namelist()})
