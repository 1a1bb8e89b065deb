"""Files opened by LibreOffice, as whoever gets them opens them."""

import shutil
import subprocess
from pathlib import Path

import pytest

needs_office = pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")


def shown(data: bytes, name: str, folder: Path, *how: str) -> str:
    """What LibreOffice shows of a file, by pdftotext with these options. Skips where either part is not installed."""
    file = folder / name
    file.write_bytes(data)
    profile = f"-env:UserInstallation=file://{folder}/profile"
    command = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder), str(file)]
    done = subprocess.run(command, capture_output=True, timeout=180, check=True)
    if b"could not be loaded" in done.stderr:
        pytest.skip(f"LibreOffice has no part that opens {file.suffix}")
    if shutil.which("pdftotext") is None:
        pytest.skip("poppler is not installed")
    printed = ["pdftotext", *how, str(file.with_suffix(".pdf")), "-"]
    return subprocess.run(printed, check=True, capture_output=True).stdout.decode()
