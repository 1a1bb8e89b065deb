"""The table of errors, without a service: each error is raised by a route of its own."""

import asyncio
import re
from collections.abc import Iterator

import httpx
import pytest
from fastapi import FastAPI

from api import errors as door
from qa import errors
from qa.errors import PlanqaError
from qa.settings import Settings

SECRET = "postgres://user:password@host"


def descendants(cls: type[PlanqaError]) -> Iterator[type[PlanqaError]]:
    for child in cls.__subclasses__():
        yield child
        yield from descendants(child)


EXAMPLES: dict[type[PlanqaError], PlanqaError] = {
    errors.InvalidRequest: errors.InvalidRequest("问题为空。"),
    errors.UnknownRegion: errors.UnknownRegion("火星市", ["巴东县"]),
    errors.AmbiguousRegion: errors.AmbiguousRegion("鼓楼区", ["江苏省南京市鼓楼区", "福建省福州市鼓楼区"]),
    errors.NotFound: errors.NotFound("没有这个条款。"),
    errors.Conflict: errors.Conflict("任务已经结束。"),
    errors.IndexUnavailable: errors.IndexUnavailable("没有索引。"),
    errors.IndexMismatch: errors.IndexMismatch("索引不符。"),
    errors.IndexBusy: errors.IndexBusy("正在更新。"),
    errors.VectorsUnavailable: errors.VectorsUnavailable("没有答复。"),
    errors.StateUnavailable: errors.StateUnavailable("存储正忙。"),
    errors.StateFull: errors.StateFull("磁盘已满。"),
    errors.ModelUnavailable: errors.ModelUnavailable("没有模型。"),
    errors.ClusterUnavailable: errors.ClusterUnavailable("连不上集群。"),
    errors.NotReady: errors.NotReady("服务正在停止。"),
    errors.BadPlan: errors.BadPlan("规划有误。"),
}


def answered(raised: Exception) -> httpx.Response:
    app = FastAPI()
    app.state.settings = Settings(public_url="https://plans.example")
    door.install(app, {})

    @app.get("/raise")
    def fail() -> None:
        raise raised

    async def get() -> httpx.Response:
        transport = httpx.ASGITransport(app, raise_app_exceptions=False)
        async with httpx.AsyncClient(transport=transport, base_url="http://door") as client:
            return await client.get("/raise")

    return asyncio.run(get())


def test_the_table_has_a_row_for_every_error_of_the_tree() -> None:
    own = [cls for cls in descendants(PlanqaError) if cls.__module__ == errors.__name__]
    assert set(door.KINDS) == set(own) == set(EXAMPLES)


def test_each_kind_of_problem_has_a_name_of_its_own() -> None:
    kinds = list(door.KINDS.values())
    assert len({kind.slug for kind in kinds}) == len({kind.title for kind in kinds}) == len(kinds)
    assert all(re.fullmatch("[a-z-]+", kind.slug) for kind in kinds)


@pytest.mark.parametrize("cls", list(EXAMPLES), ids=lambda cls: cls.__name__)
def test_each_error_leaves_as_its_problem(cls: type[PlanqaError]) -> None:
    response, kind = answered(EXAMPLES[cls]), door.KINDS[cls]
    assert response.status_code == kind.status
    assert response.headers["content-type"] == "application/problem+json"
    body = response.json()
    assert body["type"] == f"https://plans.example/problems/{kind.slug}"
    assert (body["title"], body["status"], body["instance"]) == (kind.title, kind.status, "/raise")
    assert body["detail"] == EXAMPLES[cls].message


def test_extension_members_say_what_to_choose_from() -> None:
    assert answered(EXAMPLES[errors.UnknownRegion]).json()["known_regions"] == ["巴东县"]
    assert len(answered(EXAMPLES[errors.AmbiguousRegion]).json()["candidates"]) == 2
    pointed = answered(errors.InvalidRequest("条数不对。", "k")).json()["errors"]
    assert pointed == [{"detail": "条数不对。", "pointer": "#/k"}]


def test_a_new_error_is_treated_as_its_nearest_ancestor() -> None:
    class Stale(errors.IndexMismatch):
        """Not in the table."""

    assert door.kind_of(Stale("旧了。")) is door.KINDS[errors.IndexMismatch]
    assert door.kind_of(PlanqaError("不明。")).status == 500


def test_the_unexpected_is_a_500_that_gives_nothing_away() -> None:
    response = answered(RuntimeError(SECRET))
    assert response.status_code == 500
    assert response.headers["content-type"] == "application/problem+json"
    assert SECRET not in response.text
    assert "RuntimeError" not in response.text
    assert response.json()["type"].endswith("/problems/internal-error")
