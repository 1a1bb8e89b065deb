"""Two made-up plans of two districts with one name, small enough to index in a moment without a model."""

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

from qa.index import Index

NANJING, FUZHOU = "320106-2021", "350102-2016"

_PLANS = {
    NANJING: (
        {"title": "鼓楼区法治建设方案（2021—2025年）", "region": "320106", "years": [2021, 2025], "kind": "方案"},
        """一、规范行政执法
（一）落实执法公示制度，执法结果自作出之日起七个工作日内公开。（牵头单位：区司法局；配合单位：区财政局）
（二）组建行政复议委员会，重大复议案件由委员会审议。（牵头单位：区司法局）
二、化解矛盾纠纷
（一）每年选派二十名律师驻点信访接待大厅。（责任单位：区信访局、区律师协会）
（二）开展社区夜间普法讲堂，全年不少于十二场。
""",
    ),
    FUZHOU: (
        {"title": "鼓楼区依法行政规划（2016—2020年）", "region": "350102", "years": [2016, 2020], "kind": "规划"},
        """一、规范行政执法
（一）落实执法公示制度,执法结果自作出之日起七个工作日内公开。(牵头单位:区司法局;配合单位:区财政局)
（二）执法车辆统一喷涂标识，行车记录仪全程开启。（责任单位：区城市管理局）
二、清理文件
（一）每两年清理一次规范性文件，清理结果报区人大常委会。（牵头单位：区政府办公室）
""",
    ),
}


def write(folder: Path, plans: Mapping[str, tuple[Mapping[str, Any], str]] = _PLANS) -> Path:
    """A corpus folder with a catalogue of its own. plans: what is known of each, by id, and its text."""
    folder.mkdir(parents=True)
    tables = []
    for plan, (known, text) in plans.items():
        data = text.encode()
        (folder / f"{plan}.txt").write_bytes(data)
        entry = {"id": plan, "file": f"{plan}.txt", "sha256": hashlib.sha256(data).hexdigest(), **known}
        lines = [f"{name} = {json.dumps(value, ensure_ascii=False)}" for name, value in entry.items()]
        tables.append("\n".join(["[[plan]]", *lines]))
    (folder / "catalogue.toml").write_text("\n\n".join(tables), encoding="utf-8")
    return folder


def rows(opened: Index, plan: str) -> list[int]:
    """The passages of a plan."""
    found: list[int] = np.flatnonzero(opened.columns.plan == list(opened.store.plans).index(plan)).tolist()
    return found
