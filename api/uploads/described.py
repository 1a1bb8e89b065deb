"""The forms of uploads in the description of the API, which cannot see them: they are read as they come."""

from typing import Any

from api.uploads.stated import StatedIn

_FILE = {"type": "string", "format": "binary"}


def _form(file: dict[str, Any]) -> dict[str, Any]:
    stated = StatedIn.model_json_schema()["properties"]
    fields = {
        name: {"type": "string", "description": field["description"], "example": field["examples"][0]}
        for name, field in stated.items()
    }
    schema = {"type": "object", "required": ["file"], "properties": {"file": file, **fields}}
    content = {"schema": schema, "example": {"file": "规划.docx", "region": "巴东县"}}
    return {"requestBody": {"required": True, "content": {"multipart/form-data": content}}}


ONE_FILE = _form({**_FILE, "description": "规划文件"})
SEVERAL_FILES = _form({"type": "array", "items": _FILE, "minItems": 1, "description": "规划文件，可重复"})
