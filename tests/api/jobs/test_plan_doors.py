"""Plans added, looked at, replaced and removed over a real socket."""

import io
import zipfile

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from small_corpus import FUZHOU, NANJING

from tests.api.jobs.conftest import Door

TEXT = "巴东县水利规划（2016—2020年）\n\n一、总体要求\n\n加强领导，落实责任。（牵头单位：县水利局）\n"
PROBLEM = "application/problem+json"


def refused(response: httpx.Response, status: int, words: str) -> None:
    assert (response.status_code, response.headers["content-type"]) == (status, PROBLEM), response.text
    assert words in response.json()["detail"]


def test_a_plan_from_upload_to_removal(door: Door) -> None:
    job = door.ended(door.upload(("水利.txt", TEXT), source="https://plans.example/1"))
    (file,) = job["result"]["files"]
    assert (job["state"], job["kind"], file["plan"]) == ("done", "add", "422823-2016")
    assert file["summary"].items() >= {"clauses": 1, "units": 1, "dropped": 1, "doubts": 0}.items()
    assert job["result"]["counts"]["plans"] == 3
    found = door.client.get("/api/v1/clauses/422823-2016/1").json()
    assert [unit["name"] for unit in found["units"]] == ["县水利局"]
    assert door.client.get("/api/v1/plans/422823-2016").json()["plan"]["source"] == "https://plans.example/1"
    again = door.ended(door.upload(("别名.txt", TEXT)))
    assert "未重复收录" in again["result"]["files"][0]["note"]

    changed = {"file": ("完全不同的名字.txt", TEXT.replace("水利局", "林业局"))}
    job = door.ended(door.client.put("/api/v1/plans/422823-2016", files=changed, data={"title": "新标题"}))
    assert (job["state"], job["plan"], job["result"]["files"][0]["plan"]) == ("done", "422823-2016", "422823-2016")
    assert door.client.get("/api/v1/plans/422823-2016").json()["plan"]["title"] == "新标题"
    found = door.client.get("/api/v1/clauses/422823-2016/1").json()
    assert [unit["name"] for unit in found["units"]] == ["县林业局"]

    job = door.ended(door.client.delete("/api/v1/plans/422823-2016"))
    assert (job["state"], job["kind"]) == ("done", "remove")
    assert sorted(door.plans()) == sorted([NANJING, FUZHOU])
    assert door.client.get("/api/v1/plans/422823-2016").status_code == 404
    assert door.left() == []


def test_files_of_one_name_from_two_towns_are_two_plans(door: Door) -> None:
    first = door.ended(door.upload(("实施方案.txt", TEXT.replace("巴东县", "武汉市"))))
    second = door.ended(door.upload(("实施方案.txt", TEXT.replace("巴东县", "长沙市"))))
    ids = [job["result"]["files"][0]["plan"] for job in (first, second)]
    assert len(set(ids) & set(door.plans())) == 2
    for plan in ids:
        door.ended(door.client.delete(f"/api/v1/plans/{plan}"))


def test_a_dry_run_reads_and_changes_nothing(door: Door) -> None:
    before = door.plans()
    response = door.client.post("/api/v1/plans", params={"dry_run": "true"}, files={"file": ("水利.txt", TEXT)})
    job = door.ended(response)
    assert (job["kind"], job["state"], job["result"]["counts"]) == ("inspect", "done", None)
    assert job["result"]["files"][0]["summary"]["units"] == 1
    page = door.client.get(f"/api/v1/jobs/{job['id']}/report")
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    assert "加强领导" in page.text
    assert "default-src 'none'" in page.headers["content-security-policy"]
    told = door.client.get(f"/api/v1/jobs/{job['id']}/report", params={"format": "json"}).json()
    assert told["clauses"][0]["units"][0]["name"] == "县水利局"
    refused(door.client.get(f"/api/v1/jobs/{job['id']}/report", params={"file": 2}), 404, "第2份")
    assert door.plans() == before
    assert door.left() == []


def test_each_file_of_several_and_of_a_zip_has_its_outcome(door: Door) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("内/甲.txt", TEXT.replace("巴东县", "恩施市"))
        archive.writestr("乙.xyz", b"?")
    job = door.ended(door.upload(("包.zip", packed.getvalue()), ("丙.txt", TEXT), ("坏.pdf", b"%PDF-1.7 \0")))
    plans = {file["name"]: file["plan"] for file in job["result"]["files"]}
    assert {name: plan is not None for name, plan in plans.items()} == {
        "包.zip/内/甲.txt": True, "包.zip/乙.xyz": False, "丙.txt": True, "坏.pdf": False,
    }  # fmt: skip
    assert all(file["note"] for file in job["result"]["files"] if file["plan"] is None)
    reports = [file["report"] for file in job["result"]["files"] if file["plan"]]
    assert sorted(reports) == [1, 2]
    for plan in filter(None, plans.values()):
        door.ended(door.client.delete(f"/api/v1/plans/{plan}"))


def test_a_job_with_nothing_to_read_fails_and_says_why(door: Door) -> None:
    before = door.plans()
    job = door.ended(door.upload(("坏.pdf", b"%PDF-1.7 \0")))
    assert (job["state"], job["error"]["type"]) == ("failed", "bad-plan")
    assert "坏.pdf" in job["error"]["detail"]
    assert job["result"]["files"][0]["plan"] is None
    job = door.ended(door.client.put(f"/api/v1/plans/{NANJING}", files={"file": ("坏.pdf", b"%PDF-1.7 \0")}))
    assert job["state"] == "failed"
    assert door.plans() == before
    assert door.left() == []


def test_the_last_plan_cannot_be_removed(door: Door) -> None:
    data = door.client.get(f"/api/v1/plans/{FUZHOU}").json()["plan"]
    assert "重建" in door.ended(door.client.delete(f"/api/v1/plans/{FUZHOU}"))["result"]["files"][0]["note"]
    job = door.ended(door.client.delete(f"/api/v1/plans/{NANJING}"))
    assert (job["state"], door.plans()) == ("failed", [NANJING])
    assert "最后一份" in job["error"]["detail"]
    text = "一、清理文件\n（一）每两年清理一次规范性文件。（牵头单位：区政府办公室）\n"
    fields = {"region": "350102", "years": "2016-2020", "title": data["title"]}
    assert door.ended(door.upload(("规划.txt", text), **fields))["result"]["files"][0]["plan"] == FUZHOU


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("../../etc/passwd", "路径"),
        ("a\\b.txt", "路径"),
        ("..", "路径"),
        ("换\x01行.txt", "控制字符"),
        ("\u202etxt.exe", "不可见"),
        ("很" * 100 + ".txt", "过长"),
        (" ", "没有文件名"),
    ],
)
def test_names_of_no_use_are_refused(door: Door, name: str, words: str) -> None:
    head = b'--x\r\nContent-Disposition: form-data; name="file"; filename="' + name.replace("\\", "\\\\").encode()
    body = head + b'"\r\n\r\n' + TEXT.encode() + b"\r\n--x--\r\n"
    headers = {"content-type": "multipart/form-data; boundary=x"}
    refused(door.client.post("/api/v1/plans", content=body, headers=headers), 422, words)
    assert door.left() == []


def test_uploads_of_no_use_are_refused(door: Door) -> None:
    client, jobs = door.client, door.client.get("/api/v1/jobs").json()
    refused(door.upload(("空.txt", b"")), 422, "空文件")
    refused(door.upload(("甲.txt", TEXT), ("甲.txt", TEXT)), 422, "都叫")
    refused(client.post("/api/v1/plans", json={"file": "甲.txt"}), 415, "multipart")
    refused(client.post("/api/v1/plans"), 415, "multipart")
    refused(client.post("/api/v1/plans", files={"title": (None, "标题")}), 422, "没有文件")
    form = {"content-type": "multipart/form-data; boundary=x"}
    refused(client.post("/api/v1/plans", content=b"", headers=form), 422, "不完整")
    refused(client.post("/api/v1/plans", content=b"rubbish", headers=form), 422, "格式有误")
    cut = b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.txt"\r\n\r\nabc'
    refused(client.post("/api/v1/plans", content=cut, headers=form), 422, "不完整")
    refused(door.upload(*((f"{n}.txt", "。") for n in range(101))), 422, "100份")
    refused(door.upload(("甲.txt", TEXT), title="长" * 5000), 422, "字节")
    refused(
        client.put(f"/api/v1/plans/{NANJING}", files=[("f", ("a.txt", "a")), ("f", ("b.txt", "b"))]), 422, "恰好一份"
    )
    refused(client.put("/api/v1/plans/nothing", files={"file": ("a.txt", "a")}), 404, "nothing")
    refused(client.delete("/api/v1/plans/nothing"), 404, "nothing")
    refused(client.get("/api/v1/jobs/nothing"), 404, "没有这个任务")
    refused(client.get("/api/v1/jobs/nothing/events"), 404, "没有这个任务")
    assert client.get("/api/v1/jobs").json() == jobs
    assert door.left() == []


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("years", "二十年"), ("years", "2020-2016"), ("years", "1234"), ("issued", "昨天"), ("region", "火星市"),
        ("region", "鼓楼区"), ("title", "两\n行"), ("title", "长" * 201), ("colour", "红"),
    ],
)  # fmt: skip
def test_statements_of_no_use_are_refused(door: Door, field: str, value: str) -> None:
    response = door.upload(("甲.txt", TEXT), **{field: value})
    assert (response.status_code, response.headers["content-type"]) == (422, PROBLEM), response.text
    assert response.json()["errors"][0]["pointer"].startswith(f"#/{field}")
    refused(door.upload(("甲.txt", TEXT), ("乙.txt", TEXT), title="标题"), 422, "单独一份")
    assert door.left() == []


@given(
    name=st.text(st.characters(exclude_categories=["Cs"]), max_size=12),
    data=st.binary(max_size=200),
    field=st.sampled_from(["title", "kind", "years", "issued", "source", "x"]),
    value=st.text(max_size=12),
)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_is_uploaded_is_taken_or_refused_in_chinese(
    door: Door, name: str, data: bytes, field: str, value: str
) -> None:
    files = {"file": (name, data)}
    response = door.client.post("/api/v1/plans", params={"dry_run": "true"}, files=files, data={field: value})
    if response.status_code == 202:
        assert door.client.delete(response.headers["location"]).status_code in (200, 409)
    else:
        assert response.status_code in (400, 415, 422), response.text
        assert response.headers["content-type"] == PROBLEM
