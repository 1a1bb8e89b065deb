"""Every setting is documented with the default that it has."""

import re
from pathlib import Path

import pytest

from api.operations import settings_page
from qa.settings import Settings

_ROOT = Path(__file__).parents[3]
#: What stands for nothing and for a folder of the user's own.
_WORDS = {
    "README.md": ("none", "the user's "),
    "README.zh-CN.md": ("无", "用户"),
}


def test_the_page_is_what_the_generator_gives() -> None:
    page = (_ROOT / "docs" / "settings.md").read_text(encoding="utf-8")
    assert page == settings_page.page(), "run python -m api.operations.settings_page > docs/settings.md"


def test_every_setting_says_what_it_is() -> None:
    assert [name for name, field in Settings.model_fields.items() if not field.description] == []


@pytest.mark.parametrize("name", _WORDS)
def test_the_readme_has_every_setting_with_its_default(name: str) -> None:
    text = (_ROOT / name).read_text(encoding="utf-8")
    rows = dict(re.findall(r"^\| `PLANQA_(\w+)` \| (.*?) \|", text, re.MULTILINE))
    nothing, own_folder = _WORDS[name]
    assert set(rows) == {setting.upper() for setting in Settings.model_fields}
    for setting, field in Settings.model_fields.items():
        shown = rows[setting.upper()]
        if field.default_factory is not None:
            assert shown.startswith(own_folder)
        else:
            expected = settings_page.default(field)
            assert shown == (nothing if expected == "none" else expected), setting
