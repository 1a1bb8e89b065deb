"""What is said where no cluster can be had."""

import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from api.cli import app as commands
from index_build.cluster import workers
from qa.errors import ClusterUnavailable


@pytest.mark.parametrize("address", ["127.0.0.1:1", "nonsense", "ray://127.0.0.1:1"])
def test_a_cluster_that_is_not_there_is_told(address: str) -> None:
    pytest.importorskip("ray", reason="the extra `ray` is not installed")
    with pytest.raises(ClusterUnavailable, match=f"连不上 Ray 集群 {address}"), workers.connected(address):
        pass


def test_without_ray_the_command_that_installs_it_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "ray", None)
    with pytest.raises(ClusterUnavailable, match=r"pip install 'planqa\[ray\]'"), workers.connected("local"):
        pass


def test_the_command_rebuilds_only(tmp_path: Path) -> None:
    for option in (["--add", str(tmp_path)], ["--remove", "x"]):
        done = CliRunner().invoke(commands, ["index", "--ray", "local", *option])
        assert "--ray 只用于重新建立索引" in str(done.exception)
