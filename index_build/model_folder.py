"""What a model folder holds: weights, tokenizer and configuration, as sentence-transformers loads them.

torch and tokenizers are imported where they are used, so that finding an unpacked folder costs milliseconds.
"""

import json
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from index_build.model_file import ModelFile, Vocabulary
from qa.encoder import IDENTITY_KEY, preferred_dtype

if TYPE_CHECKING:
    import torch
    from tokenizers import Tokenizer

_MAX_TOKENS = 512

_TENSORS = {
    "emb.word": "embeddings.word_embeddings.weight",
    "emb.pos": "embeddings.position_embeddings.weight",
    "emb.type": "embeddings.token_type_embeddings.weight",
    "emb.ln": "embeddings.LayerNorm",
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "ao": "attention.output.dense",
    "aln": "attention.output.LayerNorm",
    "fi": "intermediate.dense",
    "fo": "output.dense",
    "oln": "output.LayerNorm",
}


def write_model(file: ModelFile, folder: Path, identity: str) -> None:
    """A SentenceTransformer folder: Transformer, mean Pooling, Normalize, with E5's prompts."""
    _write_weights(file, folder / "model.safetensors")
    _tokenizer(file).save(str(folder / "tokenizer.json"), pretty=False)
    for name, content in _configs(file, identity).items():
        _write_json(folder / name, content)


def _write_weights(file: ModelFile, path: Path) -> None:
    import safetensors.torch

    # Stored in the type they are used in, weights are mapped from the disk; else each start converts them.
    dtype = preferred_dtype()
    tensors = {_tensor_name(name): _tensor(file, name, dtype) for name in file.names()}
    safetensors.torch.save_file(tensors, path, metadata={"format": "pt"})
    # safetensors makes the file private; a cache may serve several users.
    path.chmod(0o644)


def _write_json(path: Path, content: object) -> None:
    path.parent.mkdir(exist_ok=True)
    path.write_text(json.dumps(content, ensure_ascii=False, indent=1), encoding="utf-8")


def _tensor_name(name: str) -> str:
    """`l3.aln.w` -> `encoder.layer.3.attention.output.LayerNorm.weight`."""
    if name in _TENSORS:
        return _TENSORS[name]
    part, kind = name.rsplit(".", 1)
    ending = {"w": "weight", "b": "bias"}[kind]
    if part in _TENSORS:
        return f"{_TENSORS[part]}.{ending}"
    layer, part = part.split(".")
    return f"encoder.layer.{layer[1:]}.{_TENSORS[part]}.{ending}"


def _tensor(file: ModelFile, name: str, dtype: "torch.dtype") -> "torch.Tensor":
    import torch

    flat = torch.empty(file.count(name), dtype=dtype)
    start = 0
    for chunk in file.chunks(name):
        flat[start : start + len(chunk)] = torch.from_numpy(np.array(chunk))
        start += len(chunk)
    return flat.reshape(_shape(file, name))


def _shape(file: ModelFile, name: str) -> tuple[int, ...]:
    """Matrices are (outputs, inputs); every other tensor is a vector."""
    if name in _TENSORS:
        return (-1, file.shape.hidden)
    part, kind = name.rsplit(".", 1)
    if kind == "b" or part.endswith("ln"):
        return (-1,)
    return (file.count(f"{part}.b"), -1)


def _tokenizer(file: ModelFile) -> "Tokenizer":
    """SentencePiece's Unigram model as XLM-RoBERTa uses it (Kudo 2018, arXiv:1804.10959)."""
    from tokenizers import AddedToken, Regex, Tokenizer, decoders, normalizers, pre_tokenizers, processors
    from tokenizers.models import Unigram

    words = file.vocabulary
    tokenizer = Tokenizer(Unigram(list(zip(words.pieces, words.scores, strict=True)), words.unk, False))
    rules = [*_beyond_nfkc(file.replacements), (" {2,}", " ")]
    *beyond_nfkc, collapse = [normalizers.Replace(Regex(pattern), text) for pattern, text in rules]
    tokenizer.normalizer = normalizers.Sequence([*beyond_nfkc, normalizers.NFKC(), collapse])
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace("▁", "always")
    tokenizer.decoder = decoders.Metaspace("▁", "always")
    bos, eos = words.pieces[words.bos], words.pieces[words.eos]
    tokenizer.post_processor = processors.TemplateProcessing(
        single=f"{bos} $A {eos}",
        pair=f"{bos} $A {eos} {eos} $B {eos}",
        special_tokens=[(bos, words.bos), (eos, words.eos)],
    )
    tokenizer.add_special_tokens([AddedToken(**token) for token in _special_tokens(words).values()])
    return tokenizer


def _beyond_nfkc(replacements: dict[str, str]) -> Iterator[tuple[str, str]]:
    """(pattern, replacement) for what NFKC leaves alone, all of it control and space characters."""
    groups: dict[str, list[str]] = {}
    for character, text in replacements.items():
        if unicodedata.normalize("NFKC", character) == character != text:
            groups.setdefault(text, []).append(f"\\x{{{ord(character):x}}}")
    for text, codes in groups.items():
        yield f"[{''.join(codes)}]", text


def _special_tokens(words: Vocabulary) -> dict[int, dict[str, Any]]:
    """Id -> token; the mask is the last piece, and takes the space before it."""
    mask = len(words.pieces) - 1
    return {
        i: {
            "content": words.pieces[i],
            "lstrip": i == mask,
            "rstrip": False,
            "normalized": False,
            "single_word": False,
            "special": True,
        }
        for i in sorted((words.bos, words.pad, words.eos, words.unk, mask))
    }


def _configs(file: ModelFile, identity: str) -> dict[str, object]:
    """File name -> content, for every file that is JSON and small."""
    shape = file.shape
    modules = [("", "Transformer"), ("1_Pooling", "Pooling"), ("2_Normalize", "Normalize")]
    return {
        "config.json": {
            "architectures": ["BertModel"],
            "model_type": "bert",
            "hidden_size": shape.hidden,
            "num_hidden_layers": shape.layers,
            "num_attention_heads": shape.heads,
            "intermediate_size": shape.intermediate,
            "vocab_size": shape.vocabulary,
            "max_position_embeddings": shape.positions,
            "type_vocab_size": shape.token_types,
            "layer_norm_eps": float(f"{shape.epsilon:.6g}"),
            "hidden_act": "gelu",
            "pad_token_id": file.vocabulary.pad,
            # The type for those who ask for none; sentence-transformers warns of bfloat16 on a CPU.
            "dtype": "float32",
            IDENTITY_KEY: identity,
        },
        "modules.json": [
            {"idx": i, "name": str(i), "path": path, "type": f"sentence_transformers.models.{kind}"}
            for i, (path, kind) in enumerate(modules)
        ],
        "sentence_bert_config.json": {
            "max_seq_length": _MAX_TOKENS,
            "model_args": {"add_pooling_layer": False},
        },
        "1_Pooling/config.json": {
            "word_embedding_dimension": shape.hidden,
            "pooling_mode_mean_tokens": True,
            "pooling_mode_cls_token": False,
            "pooling_mode_max_tokens": False,
        },
        "config_sentence_transformers.json": {
            "prompts": {"query": "query: ", "passage": "passage: "},
            "similarity_fn_name": "cosine",
        },
        "tokenizer_config.json": _tokenizer_config(file.vocabulary),
    }


def _tokenizer_config(words: Vocabulary) -> dict[str, object]:
    bos, eos = words.pieces[words.bos], words.pieces[words.eos]
    return {
        "tokenizer_class": "PreTrainedTokenizerFast",
        "model_max_length": _MAX_TOKENS,
        # Stated here too, or transformers parses the whole tokenizer.json once more to find them.
        "added_tokens_decoder": _special_tokens(words),
        "bos_token": bos,
        "cls_token": bos,
        "eos_token": eos,
        "sep_token": eos,
        "pad_token": words.pieces[words.pad],
        "unk_token": words.pieces[words.unk],
        "mask_token": words.pieces[-1],
        "clean_up_tokenization_spaces": False,
    }
