"""What /docs shows for this door. A test holds the answers to the real ones."""

from typing import Any

from api.examples import Responses

REQUESTS: dict[str, Any] = {
    "全部规划": {
        "value": {
            "knowledge_id": "plans",
            "query": "巴东县行政复议工作由哪些单位牵头？",
            "retrieval_setting": {"top_k": 1, "score_threshold": 0.5},
        }
    },
    "限定地区和年份": {
        "value": {
            "knowledge_id": "plans",
            "query": "行政复议工作由哪些单位牵头？",
            "retrieval_setting": {"top_k": 3, "score_threshold": 0.0},
            "metadata_condition": {
                "logical_operator": "and",
                "conditions": [
                    {"name": "region", "comparison_operator": "in", "value": ["巴东县", "广州"]},
                    {"name": "years", "comparison_operator": "contains", "value": 2018},
                ],
            },
        }
    },
}
ANSWER: dict[str, Any] = {
    "records": [
        {
            "content": (
                "湖北省恩施土家族苗族自治州巴东县《巴东县法治政府建设实施方案（2016—2020年）》\n"
                "工作措施及责任分工 › 依法有效化解社会矛盾纠纷\n"
                "32.加强行政复议工作\n健全行政复议案件审理机制，加大公开听证审理和现场调查力度。……（牵头单位：县政府法制办、县编办）"
            ),
            "score": 0.99,
            "title": "巴东县法治政府建设实施方案（2016—2020年） › 32.加强行政复议工作",
            "metadata": {
                "document_id": "422823-2016/2.6.32",
                "region": "巴东县",
                "region_code": "422823",
                "plan": "422823-2016",
                "plan_title": "巴东县法治政府建设实施方案（2016—2020年）",
                "kind": "实施方案",
                "document_number": None,
                "issuer": None,
                "years": "2016-2020",
                "year_from": 2016,
                "year_to": 2020,
                "issued": None,
                "published": "2017-08-24",
                "units": ["县政府法制办", "县编办"],
                "lead_units": ["县政府法制办", "县编办"],
                "clause_path": "工作措施及责任分工 › 依法有效化解社会矛盾纠纷 › 32.加强行政复议工作",
                "url": "http://127.0.0.1:8000/c/422823-2016/2.6.32",
                "source_url": "http://127.0.0.1:8000/api/v1/plans/422823-2016",
            },
        }
    ]
}
_REFUSAL = {
    "type": "object",
    "required": ["error_code", "error_msg"],
    "properties": {"error_code": {"type": "integer"}, "error_msg": {"type": "string"}},
}


def _refused(what: str) -> dict[str, Any]:
    return {"description": what, "content": {"application/json": {"schema": _REFUSAL}}}


RESPONSES: Responses = {
    200: {"content": {"application/json": {"example": ANSWER}}},
    400: _refused("请求不合要求；没有这个知识库时 error_code 为 2001"),
    403: _refused("没有密钥或格式不对（1001），密钥无效（1002）"),
    "4XX": _refused("其余错误：error_code 即状态码"),
    503: _refused("索引不可用"),
}
