"""The files under docs/deploy, as far as they can be checked without a machine to deploy to."""

import configparser
import json
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from typer.main import get_command
from typer.testing import CliRunner

from api.cli import app
from qa.settings import Settings

_DEPLOY = Path(__file__).parents[3] / "docs" / "deploy"
_HADOLINT = shutil.which("hadolint") or shutil.which("hadolint", path=Path(sys.executable).parent)
_LINES = (_DEPLOY / "Containerfile").read_text(encoding="utf-8").replace("\\\n", " ").splitlines()
_INSTRUCTIONS = [line.split(maxsplit=1) for line in _LINES if line.strip() and not line.startswith("#")]


def unit() -> configparser.ConfigParser:
    parser = configparser.ConfigParser(strict=False, interpolation=None, delimiters=["="])
    parser.optionxform = str  # type: ignore[assignment]
    parser.read(_DEPLOY / "planqa.service", encoding="utf-8")
    return parser


def serves(arguments: list[str]) -> None:
    """Fails unless the command line has these options."""
    assert arguments[0] == "serve"
    command = get_command(app).get_command(None, "serve")  # type: ignore[attr-defined, arg-type]
    command.make_context("serve", arguments[1:], resilient_parsing=False)


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd is not installed")
def test_systemd_takes_the_unit(tmp_path: Path) -> None:
    program = tmp_path / "planqa"
    program.write_text("#!/bin/sh\n")
    program.chmod(0o755)
    text = (
        (_DEPLOY / "planqa.service").read_text(encoding="utf-8").replace("/opt/planqa/.venv/bin/planqa", str(program))
    )
    (tmp_path / "planqa.service").write_text(text, encoding="utf-8")
    command = ["systemd-analyze", "verify", "--man=no", str(tmp_path / "planqa.service")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, [line for line in done.stderr.splitlines() if "planqa" in line]) == (0, [])


def test_the_unit_keeps_the_service_in_its_place() -> None:
    service = unit()["Service"]
    serves(shlex.split(service["ExecStart"])[1:])
    assert service["User"] not in ("", "root")
    for name in ("NoNewPrivileges", "PrivateTmp", "ProtectHome", "ProtectKernelTunables", "RestrictSUIDSGID"):
        assert service[name] == "yes"
    assert service["ProtectSystem"] == "strict"
    assert service["CapabilityBoundingSet"] == ""
    # The first process alone is told to stop, and has the 30 s of grace and more.
    assert service["KillMode"] == "mixed"
    assert int(service["TimeoutStopSec"]) > 40


def test_the_settings_are_settings_and_lie_where_the_unit_may_write() -> None:
    lines = (_DEPLOY / "planqa.env").read_text(encoding="utf-8").splitlines()
    pairs = dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))
    own = {name.removeprefix("PLANQA_").lower(): value for name, value in pairs.items() if name.startswith("PLANQA_")}
    assert set(own) <= set(Settings.model_fields)
    Settings(**own)
    assert own["index"].startswith("/var/lib/planqa/")
    assert own["state"].startswith("/var/lib/planqa/")
    assert own["cache"].startswith("/var/cache/planqa")


def test_the_image_is_made_of_pinned_stages_and_runs_as_nobody_special() -> None:
    names = [name for name, _ in _INSTRUCTIONS]
    stages = [rest for name, rest in _INSTRUCTIONS if name == "FROM"]
    assert len(stages) == 2
    assert all(re.match(r"python:3\.\d+-slim-\w+", stage) for stage in stages)
    [user] = [rest for name, rest in _INSTRUCTIONS if name == "USER"]
    assert re.fullmatch(r"[1-9]\d*:[1-9]\d*", user)
    assert names.index("USER") < names.index("ENTRYPOINT")
    assert "ADD" not in names
    assert "HEALTHCHECK" in names


def test_the_image_needs_no_network_and_pins_torch_for_the_cpu() -> None:
    runs = " ".join(rest for name, rest in _INSTRUCTIONS if name == "RUN")
    installs = re.findall(r"pip install ([^&]*)", runs)
    assert installs
    for install in installs:
        assert "--no-index" in install
        assert re.search(r"torch==[\d.]+\+cpu", install)
    assert not re.search(r"\b(apt-get|curl|wget|git)\b|https?://", runs)
    pinned = re.search(r'"torch==([\d.]+)"', (_DEPLOY.parents[1] / "pyproject.toml").read_text(encoding="utf-8"))
    assert pinned
    assert f"torch=={pinned[1]}+cpu" in runs


def test_what_the_image_starts_is_a_command_that_exists() -> None:
    found = {name: json.loads(rest) for name, rest in _INSTRUCTIONS if name in ("ENTRYPOINT", "CMD")}
    assert found["ENTRYPOINT"] == ["planqa"]
    serves(found["CMD"])


@pytest.mark.skipif(not _HADOLINT, reason="hadolint is not installed")
def test_hadolint_finds_nothing() -> None:
    done = subprocess.run([str(_HADOLINT), str(_DEPLOY / "Containerfile")], capture_output=True, text=True, check=False)
    assert done.stdout == ""


def test_the_proxy_streams_and_does_not_hand_on_what_clients_claim() -> None:
    text = re.sub(r"#.*", "", (_DEPLOY / "nginx.conf").read_text(encoding="utf-8"))
    assert text.count("{") == text.count("}")
    statements = [" ".join(part.split()) for part in re.split(r"[;{}]", text) if part.strip()]
    for wanted in (
        "proxy_buffering off",
        "proxy_http_version 1.1",
        "proxy_set_header X-Forwarded-For $remote_addr",
        "ssl_protocols TLSv1.2 TLSv1.3",
    ):
        assert wanted in statements
    assert statements.count("proxy_pass http://planqa") == 1


def test_every_command_that_the_page_shows_exists() -> None:
    text = (_DEPLOY / "README.md").read_text(encoding="utf-8")
    for line in re.findall(r"(?:bin/|^|`)planqa ((?:[a-z]+ ?)+)", text, re.MULTILINE):
        names = line.split()
        shown = CliRunner().invoke(app, [names[0], "--help"])
        assert shown.exit_code == 0, line
