"""What /docs shows for each door. Tests hold the examples to their shapes and the clause to the real one."""

from typing import Any

_REGION = {"code": "422823", "name": "巴东县", "full_name": "湖北省恩施土家族苗族自治州巴东县"}
_BADONG = {
    "id": "422823-2016",
    "title": "巴东县法治政府建设实施方案（2016—2020年）",
    "region": _REGION,
    "issuer": None,
    "document_number": None,
    "years": [2016, 2020],
    "issued": None,
    "published": "2017-08-24",
    "kind": "实施方案",
    "inferred": [],
    "implements": [
        {
            "title": "中共中央、国务院关于印发〈法治政府建设实施纲要（2015—2020年）〉的通知",
            "document_number": "中发〔2015〕 36号",
        },
        {
            "title": "中共湖北省委、湖北省人民政府关于印发〈湖北省法治政府建设实施方案（2016—2020年）〉的通知",
            "document_number": "鄂发〔2016〕37号",
        },
        {
            "title": "中共恩施州委、恩施州人民政府关于印发〈恩施州法治政府建设实施方案（2016—2020年）〉的通知",
            "document_number": "恩施州发〔2017〕6号",
        },
    ],
    "source": "plans/badong.txt",
}
CLAUSE: dict[str, Any] = {
    "id": "422823-2016/2.6.32",
    "plan": _BADONG,
    "path": ["二", "(六)", "32"],
    "trail": ["工作措施及责任分工", "依法有效化解社会矛盾纠纷"],
    "label": "32.",
    "heading": "加强行政复议工作",
    "text": (
        "加强行政复议工作\n健全行政复议案件审理机制，加大公开听证审理和现场调查力度。加强行政复议能力建设，加大培训力度，"
        "增强行政复议的专业性、透明度和公信力，提高办案质量。推动相关机构设置、人员配置与所承担的工作任务相适应。"
        "（牵头单位：县政府法制办、县编办）"
    ),
    "units": [
        {"role": "lead", "name": "县政府法制办", "span": [114, 120], "others": False},
        {"role": "lead", "name": "县编办", "span": [121, 124], "others": False},
    ],
    "deadline": None,
    "deadlines": [],
    "targets": [],
    "mended": 0,
    "doubtful": 0,
    "heir_of": None,
    "permalink": "http://127.0.0.1:8000/c/422823-2016/2.6.32",
}
_SCOPE = {"region": _REGION, "regions": [_REGION], "named": ["巴东县"]}
_REGIONS = ["大兴区", "巴东县", "广州市", "罗湖区"]

SEARCH_REQUESTS = {
    "问句中写明地区": {"value": {"query": "巴东县行政复议", "k": 1}},
    "用筛选条件": {
        "value": {"query": "行政复议", "region": ["巴东县", "440303"], "years": [2016, 2018], "unit": "法制办"}
    },
}
SEARCH = {
    "query": "巴东县行政复议",
    "scope": _SCOPE,
    "hits": [{"score": 0.93, "clause": CLAUSE, "also_in": [], "matched": [[2, 8]]}],
}

ASK_REQUESTS = {
    "问单位": {"value": {"question": "巴东县行政复议工作由哪些单位牵头？"}},
    "限定地区": {"value": {"question": "行政复议工作由哪些单位牵头？", "region": "巴东县"}},
    "逐句送出": {"value": {"question": "巴东县行政复议工作由哪些单位牵头？", "stream": True}},
    "追问": {"value": {"question": "那巴东县呢？", "history": ["罗湖区行政复议工作由哪些单位牵头？"]}},
    "追问答案中的条款": {
        "value": {
            "question": "这些单位还牵头哪些工作？",
            "history": [{"question": "巴东县行政复议工作由哪些单位牵头？", "clauses": ["422823-2016/2.6.32"]}],
        }
    },
}
_CITED = (
    "“加强行政复议工作……”（《巴东县法治政府建设实施方案（2016—2020年）》"
    "工作措施及责任分工 › 依法有效化解社会矛盾纠纷 › 32.加强行政复议工作）\n"
    "巴东县法治政府建设实施方案（2016—2020年）[EB/OL]. (2017-08-24)[2026-01-05]. "
    "http://127.0.0.1:8000/c/422823-2016/2.6.32."
)
ASK: dict[str, Any] = {
    "id": None,
    "question": "巴东县行政复议工作由哪些单位牵头？",
    "understood": "巴东县行政复议工作由哪些单位牵头？",
    "verdict": "answered",
    "answer": "巴东县：牵头单位：县政府法制办、县编办。[1]",
    "confidence": 0.93,
    "facts": [
        {"kind": "unit", "words": u["name"], "region": "巴东县", "clause_id": CLAUSE["id"], "span": u["span"], "n": 1}
        for u in CLAUSE["units"]
    ],
    "units": [
        {"region": "巴东县", "role": "lead", "name": "县政府法制办", "clause_id": CLAUSE["id"]},
        {"region": "巴东县", "role": "lead", "name": "县编办", "clause_id": CLAUSE["id"]},
    ],
    "citations": [
        {
            "n": 1,
            "clause": CLAUSE,
            "quote": CLAUSE["text"],
            "span": [0, 125],
            "also_in": [],
            "matched": [[2, 8]],
            "cited": _CITED,
        }
    ],
    "scope": _SCOPE,
    "known_regions": _REGIONS,
    "written": False,
    "note": None,
}
#: Server-Sent Events; the answer is shortened here.
ASK_STREAM = (
    'event: delta\ndata: {"text": "巴东县行政复议工作由县政府法制办、县编办牵头[1]。"}\n\n'
    'event: answer\ndata: {"question": "…", "verdict": "answered", "answer": "…", "written": true, …}\n\n'
)

COMPARE_REQUESTS: dict[str, Any] = {
    "问题中写明地区": {"value": {"questions": "比较巴东和罗湖的行政复议"}},
    "若干问题，指定地区": {
        "value": {
            "questions": ["行政复议工作由哪些单位牵头？", "规范性文件多久清理一次？"],
            "region": ["巴东县", "成都市"],
        }
    },
}
COMPARE: dict[str, Any] = {
    "columns": [
        {"name": "巴东县", "plan": _BADONG, "region": _REGION},
        {
            "name": "四川省成都市",
            "plan": None,
            "region": {"code": "510100", "name": "成都市", "full_name": "四川省成都市"},
        },
    ],
    "rows": [
        {
            "question": "行政复议工作由哪些单位牵头？",
            "cells": [
                {
                    "kind": "answered",
                    "text": "牵头单位：县政府法制办、县编办。[1]",
                    "confidence": 0.93,
                    "clause": CLAUSE,
                    "units": ASK["units"],
                    "facts": [
                        {
                            "kind": "unit",
                            "words": words,
                            "region": "巴东县",
                            "clause_id": CLAUSE["id"],
                            "span": span,
                            "n": 1,
                        }
                        for words, span in (("县政府法制办", [114, 120]), ("县编办", [121, 124]))
                    ],
                    "citations": ASK["citations"],
                    "also_in": [],
                },
                {
                    "kind": "no_plan",
                    "text": "没有收录四川省成都市的规划。",
                    "confidence": 0.0,
                    "clause": None,
                    "units": [],
                    "facts": [],
                    "citations": [],
                    "also_in": [],
                },
            ],
        }
    ],
    "more": 0,
}

PLANS = {"plans": [_BADONG]}
PLAN = {
    "plan": _BADONG,
    "outline": [
        {"id": "422823-2016/2.6", "label": "（六）", "heading": "依法有效化解社会矛盾纠纷", "level": 2},
        {"id": "422823-2016/2.6.32", "label": "32.", "heading": "加强行政复议工作", "level": 3},
    ],
    "counts": {"clauses": 106, "units": 134, "repairs": 865, "dropped": 9},
    "checks": [],
    "dropped": [{"line": "当前位置:", "reason": "导航", "number": 2}],
}
CLAUSE_DETAIL = {
    **CLAUSE,
    "raw": "32.加强行政复议工作……",
    "place": None,
    "repairs": [
        {
            "raw": ",",
            "repaired": "，",
            "reason": "统一全角半角",
            "stage": "width",
            "confidence": 1.0,
            "span": [8005, 8006],
            "raw_span": [8430, 8431],
        }
    ],
    "also_in": [],
    "previous": "422823-2016/2.6.31",
    "next": "422823-2016/2.6.33",
}
_ABOVE = [
    {"code": "420000", "name": "湖北省", "full_name": "湖北省"},
    {"code": "422800", "name": "恩施土家族苗族自治州", "full_name": "湖北省恩施土家族苗族自治州"},
]
REGIONS = {"regions": [{**_REGION, "plans": ["422823-2016"], "above": _ABOVE}]}
READY = {"status": "ready"}
METRICS = "# TYPE planqa_requests_in_flight gauge\nplanqa_requests_in_flight 1.0\n"
PAGE = '<!doctype html>\n<html lang="zh-CN">……</html>'

_PROBLEM_SCHEMA = {
    "type": "object",
    "required": ["type", "title", "status", "detail", "instance"],
    "properties": {
        "type": {"type": "string", "format": "uri-reference"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "instance": {"type": "string", "format": "uri-reference"},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["detail", "pointer"],
                "properties": {"detail": {"type": "string"}, "pointer": {"type": "string"}},
            },
        },
        "known_regions": {"type": "array", "items": {"type": "string"}},
        "candidates": {"type": "array", "items": {"type": "string"}},
    },
}

Responses = dict[int | str, dict[str, Any]]


def shown(example: object) -> Responses:
    """A JSON answer."""
    return {200: {"content": {"application/json": {"example": example}}}}


def shown_answer() -> Responses:
    """An answer whole, or in pieces as it is written."""
    contents = {"application/json": {"example": ASK}, "text/event-stream": {"example": ASK_STREAM}}
    return {200: {"content": contents}}


def shown_page(example: str) -> Responses:
    """An HTML answer; what is not found is answered in HTML too."""
    content = {"text/html": {"example": example}}
    return {200: {"content": content}, 404: {"description": "没有这个条款", "content": content}}


def refused(what: str) -> dict[str, Any]:
    return {"description": what, "content": {"application/problem+json": {"schema": _PROBLEM_SCHEMA}}}


UNAVAILABLE: Responses = {503: refused("索引不可用")}
#: Every door but those of whoever runs the service.
PROBLEMS: Responses = {
    401: refused("没有密钥，或密钥无效"),
    403: refused("密钥的权限不够，或请求来自别的网站"),
    404: refused("没有找到"),
    422: refused("请求不合要求"),
    429: refused("请求过于频繁"),
    **UNAVAILABLE,
}
#: Doors that take a body, beside PROBLEMS.
BODY_PROBLEMS: Responses = {
    400: refused("请求体不是有效的 JSON"),
    413: refused("请求体过大"),
    415: refused("请求体的类型不对"),
}
