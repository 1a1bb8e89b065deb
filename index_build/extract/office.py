"""DOC, WPS, RTF and ODT to text: LibreOffice turns them into DOCX, which `docx` reads.

LibreOffice runs without a window, in a profile and a folder of its own that are gone afterwards, with macros, link
updates and outside references off.
"""

import os
import shutil
import signal
import subprocess
import tempfile
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from index_build.extract.docx import reader as docx
from index_build.extract.docx.package import kind_of, refuse
from index_build.extract.shape import Extracted
from qa.errors import BadPlan

#: Seconds; a plan takes two to ten, most of it to start.
LONGEST = 60
#: Bytes of input and of output.
_LARGEST = 100 * 1024 * 1024
#: By content, as WPS Writer's own files are Word's under another name. The filter is named because LibreOffice,
#: left to itself, takes a file that it cannot read for text in some encoding.
_FILTERS = {"DOC": "MS Word 97", "RTF": "Rich Text Format", "ODT": "writer8"}
_QUIET = ("--headless", "--norestore", "--nolockcheck", "--nologo", "--convert-to", "docx:MS Word 2007 XML")
_SETTINGS = {
    "org.openoffice.Office.Common/Security/Scripting": {
        "MacroSecurityLevel": "3",
        "DisableMacrosExecution": "true",
        "BlockUntrustedRefererLinks": "true",
    },
    "org.openoffice.Office.Writer/Content/Update": {"Link": "0"},
}


def read(data: bytes, suffix: str) -> Extracted:
    """What a document says; suffix (.doc, .wps …) names the format only: the content decides how it is read.

    Raises BadPlan: no LibreOffice here, not such a document, encrypted, or not converted within a minute.
    """
    name = suffix.lstrip(".").upper()
    kind = kind_of(data)
    if kind == "DOCX":
        return replace(docx.read(data), format=name)
    if kind not in _FILTERS:
        refuse(kind, name)
    if len(data) > _LARGEST:
        raise BadPlan(f"{name} 文件超过 100 MB，请拆分后再试。")
    return replace(docx.read(_converted(data, kind, name)), format=name)


def program() -> str | None:
    """LibreOffice's command, or None where it is not installed."""
    return shutil.which("soffice") or shutil.which("libreoffice")


def _converted(data: bytes, kind: str, name: str) -> bytes:
    soffice = program()
    if soffice is None:
        raise BadPlan(
            f"读取 .{name.lower()} 需要 LibreOffice：请安装 LibreOffice"
            "（Debian/Ubuntu：apt install libreoffice-writer），或另存为 DOCX、PDF 再试。"
        )
    with tempfile.TemporaryDirectory(prefix="planqa-", ignore_cleanup_errors=True) as folder:
        source, profile = Path(folder, f"plan.{kind.lower()}"), Path(folder, "profile")
        result = Path(folder, "out/plan.docx")
        source.write_bytes(data)
        _write_settings(profile)
        flags = (f"-env:UserInstallation={profile.as_uri()}", f"--infilter={_FILTERS[kind]}")
        _run([soffice, *flags, *_QUIET, "--outdir", str(result.parent), str(source)], name)
        if not result.is_file():
            raise BadPlan(f"LibreOffice 打不开这个 {name} 文件，可能已损坏或加密。请用办公软件打开后另存为 DOCX 再试。")
        if result.stat().st_size > _LARGEST:
            raise BadPlan(f"这个 {name} 文件转换后超过 100 MB，请拆分后再试。")
        return result.read_bytes()


def _run(command: list[str], name: str) -> None:
    """Runs to the end or to the time limit; whatever it started is gone after that, as its pipe is closed by all."""
    process = subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, start_new_session=True
    )
    try:
        process.communicate(timeout=LONGEST)
    except subprocess.TimeoutExpired as error:
        raise BadPlan(f"LibreOffice 在 {LONGEST} 秒内没有转换完这个 {name} 文件，请另存为 DOCX 后再试。") from error
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.communicate()


def _write_settings(profile: Path) -> None:
    items = "".join(
        f'<item oor:path="/{path}"><prop oor:name="{name}" oor:op="fuse"><value>{value}</value></prop></item>'
        for path, values in _SETTINGS.items()
        for name, value in values.items()
    )
    folder = profile / "user"
    folder.mkdir(parents=True)
    (folder / "registrymodifications.xcu").write_text(
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<oor:items xmlns:oor="http://openoffice.org/2001/registry">{items}</oor:items>\n',
        encoding="utf-8",
    )
