"""openapi.json as clients see it, whatever the environment says. `python -m tests.golden.openapi` rewrites it."""

import json
from pathlib import Path

from api.app import create_app
from qa.settings import Settings

GOLDEN = Path(__file__).with_suffix(".json")


def described() -> str:
    """The description of the HTTP doors under settings that are all as they come."""
    defaults = {name: field.get_default(call_default_factory=True) for name, field in Settings.model_fields.items()}
    app = create_app(Settings.model_construct(**defaults))
    return json.dumps(app.openapi(), ensure_ascii=False, indent=1, sort_keys=True) + "\n"


if __name__ == "__main__":
    GOLDEN.write_text(described(), encoding="utf-8")
