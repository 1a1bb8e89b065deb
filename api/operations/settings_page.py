"""Writes docs/settings.md from `qa.settings`: `python -m api.operations.settings_page > docs/settings.md`."""

from pydantic import SecretStr
from pydantic.fields import FieldInfo

from qa.settings import Settings

_HEAD = """\
# Settings

Environment variables, read once at start. This page is written from `qa/settings.py` by
`python -m api.operations.settings_page`; a test holds it to that.

| variable | default | |
|---|---|---|
"""
#: How a default is called that is another for each user.
_OWN_FOLDER = "a folder of the user's own"


def default(field: FieldInfo) -> str:
    """A setting's default as one would write it; `none` where nothing is set."""
    if field.default_factory is not None:
        return _OWN_FOLDER
    value = field.default.get_secret_value() if isinstance(field.default, SecretStr) else field.default
    if value in ("", (), None):
        return "none"
    return f"`{value:g}`" if isinstance(value, float) else f"`{value}`"


def page() -> str:
    """The page, in Markdown."""
    rows = (
        f"| `PLANQA_{name.upper()}` | {default(field)} | {' '.join((field.description or '').split())} |\n"
        for name, field in Settings.model_fields.items()
    )
    return _HEAD + "".join(rows)


if __name__ == "__main__":
    print(page(), end="")
