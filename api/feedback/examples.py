"""What /docs shows for the feedback doors."""

from typing import Any

VOTES = {
    "有用": {"value": {"id": "dGhpcyBpcyBv", "vote": "up"}},
    "无用，并说明": {"value": {"id": "dGhpcyBpcyBv", "vote": "down", "comment": "应引第32项。"}},
}
ENTRIES: dict[str, Any] = {
    "entries": [
        {
            "number": 1,
            "id": "dGhpcyBpcyBv",
            "at": "2026-01-01T00:00:00Z",
            "door": "ask",
            "question": "那巴东县呢？",
            "understood": "巴东县行政复议工作由哪些单位牵头？",
            "filters": {},
            "verdict": "answered",
            "confidence": 0.93,
            "clauses": ["422823-2016/2.6.32"],
            "milliseconds": 24,
            "vote": "up",
            "comment": None,
        }
    ],
    "next": None,
}
