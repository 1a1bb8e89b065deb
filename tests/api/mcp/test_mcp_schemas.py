"""A lint of what the tools announce: each parameter described and bounded, each schema valid."""

import re
from collections.abc import Iterator
from typing import Any

import jsonschema
import pytest
from mcp.types import Tool

from api.mcp.tools import TOOLS
from api.requests import CompareIn, FiltersIn, SearchIn

DESCRIBED = [tool.described() for tool in TOOLS]
PARAMETERS = [(tool, name) for tool in DESCRIBED for name in tool.input_schema["properties"]]
_BOUNDS = {"string": ["minLength", "maxLength"], "integer": ["minimum", "maximum"], "array": ["minItems", "maxItems"]}


def ids(value: Any) -> str:
    return value.name if isinstance(value, Tool) else str(value)


@pytest.mark.parametrize("tool", DESCRIBED, ids=ids)
def test_schemas_are_valid_and_closed(tool: Tool) -> None:
    for schema in (tool.input_schema, tool.output_schema):
        assert schema is not None
        jsonschema.Draft202012Validator.check_schema(schema)
        assert schema["type"] == "object"
    assert tool.input_schema["additionalProperties"] is False


@pytest.mark.parametrize(("tool", "name"), PARAMETERS, ids=ids)
def test_every_parameter_is_described_and_bounded(tool: Tool, name: str) -> None:
    schema = tool.input_schema["properties"][name]
    assert re.search("[一-龥]{3}", schema["description"])
    assert list(_unbounded(schema)) == []


def _unbounded(schema: dict[str, Any]) -> Iterator[dict[str, Any]]:
    if not all(bound in schema for bound in _BOUNDS.get(schema.get("type", ""), [])):
        yield schema
    inner = [
        *schema.get("anyOf", []),
        *schema.get("prefixItems", []),
        *([schema["items"]] if "items" in schema else []),
    ]
    for part in inner:
        yield from _unbounded(part)


def test_the_lint_sees_what_is_unbounded() -> None:
    assert list(_unbounded({"anyOf": [{"type": "array", "items": {"type": "string"}, "minItems": 1, "maxItems": 2}]}))


def test_limits_are_those_of_the_native_doors() -> None:
    native = {"search_clauses": SearchIn, "compare_regions": CompareIn}
    for tool in DESCRIBED:
        if tool.name in native:
            assert tool.input_schema == native[tool.name].model_json_schema()
        if tool.name == "ask":
            assert tool.input_schema["properties"].keys() == {"question", *FiltersIn.model_fields}
