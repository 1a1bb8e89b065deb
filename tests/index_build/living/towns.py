"""Made-up plans of a few towns in several versions, which share words, units and whole clauses."""

import random
from functools import cache
from pathlib import Path

from index_build import catalogue
from index_build.read import read_page, read_plan
from index_build.sources import Source
from qa.records import PlanText
from qa.regions import Regions, read_csv

TOWNS = {"320106": "鼓楼区", "422823": "巴东县", "440303": "罗湖区", "110115": "大兴区", "350102": "鼓楼区"}
_UNITS = ["区司法局", "县综合行政执法局", "市场监督管理局", "信访局", "区律师协会", "复议应诉科", "执法监督科"]
_TASKS = [
    "落实执法公示制度，执法结果自作出之日起七个工作日内公开",
    "组建行政复议委员会，重大复议案件由委员会审议",
    "每年选派二十名律师驻点信访接待大厅，复议应诉科派员参加",
    "开展社区夜间普法讲堂，全年不少于十二场，由执法监督科考核",
    "每两年清理一次规范性文件，清理结果报县综合行政执法局备案",
    "根据《法治政府建设实施纲要》（中发〔2015〕36号）制定权责清单",
    "市场监督管理局会同信访局建立投诉分流机制",
]
DIVISIONS = read_csv(catalogue.packaged() / "regions.csv")
_REGIONS = Regions(DIVISIONS)


@cache
def plan(town: str, version: int) -> PlanText:
    """Other versions have other clauses, in other number."""
    chance = random.Random(f"{town} {version}")
    lines = [f"{TOWNS[town]}法治建设方案（2021—2025年）", ""]
    for number, head in enumerate(chance.sample(["规范行政执法", "化解矛盾纠纷", "清理文件", "加强保障"], 2), 1):
        lines.append(f"{'一二'[number - 1]}、{head}")
        for item, task in enumerate(chance.sample(_TASKS, chance.randint(1, 4))):
            units = "、".join(chance.sample(_UNITS, 2))
            lines.append(f"（{'一二三四'[item]}）{task}。（牵头单位：{units}）")
    page = read_page("\n".join(lines) + "\n", _REGIONS)
    return read_plan(f"{town}-2021", page, "", {"region": town, "years": [2021, 2025]}, _REGIONS)


def source(text: PlanText) -> Source:
    return Source(f"{text.plan.id}.txt", text.raw.encode())


def write(folder: Path, *towns: str) -> Path:
    """A corpus folder with the first version of some towns' plans."""
    folder.mkdir(parents=True)
    tables = []
    for town in towns:
        text = plan(town, 0)
        data = text.raw.encode()
        (folder / f"{town}.txt").write_bytes(data)
        fields = [f'id = "{text.plan.id}"', f'file = "{town}.txt"', f'sha256 = "{catalogue.digest(data)}"']
        tables.append("\n".join(["[[plan]]", *fields, f'region = "{town}"', "years = [2021, 2025]"]))
    (folder / catalogue.NAME).write_text("\n\n".join(tables), encoding="utf-8")
    return folder
