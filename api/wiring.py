"""From settings to an encoder and an opened service; every door starts here."""

import logging
import sys
from collections.abc import Callable
from pathlib import Path

from api.live import Live
from api.operations.staged import CountedEncoder, StagedService
from index_build import catalogue
from index_build.build import build
from index_build.generation import Progress
from index_build.model import bundled_model
from qa import index, query_map
from qa.batching import BatchingEncoder
from qa.encoder import SentenceEncoder
from qa.errors import ModelUnavailable
from qa.milvus import Milvus
from qa.ports import Encoder, Writer
from qa.query_map import QueryMap
from qa.service import Service
from qa.settings import Settings
from qa.writing.writer import OpenAIWriter

BUNDLED = "bundled"
NO_MAP = "none"
#: The model that the bundled weights were made from; taken from the hub where their package cannot be installed.
HUB_NAME = "intfloat/multilingual-e5-small"

_log = logging.getLogger("planqa.live")

#: Seconds for which a thread keeps Python's lock from one that waits for it. A question takes the lock some thirty
#: times: at Python's own 5 ms it would wait 150 ms whenever a plan is being added.
_TURN = 0.0005

Say = Callable[[str], None]


def load_encoder(settings: Settings, say: Say) -> Encoder:
    """The encoder that the settings name; `say` gets a Chinese sentence when something takes time or is replaced.

    ModelUnavailable where it can be had neither here nor from the hub.
    """
    if settings.encoder != BUNDLED:
        return SentenceEncoder(settings.encoder)
    try:
        folder = bundled_model(settings.cache, say)
    except ModelUnavailable as error:
        say(f"{error.message} 现改用 {HUB_NAME}。")
        return SentenceEncoder(HUB_NAME)
    return SentenceEncoder(str(folder))


def load_map(settings: Settings, encoder: Encoder) -> QueryMap | None:
    """The query map that the settings name; of the packaged one, None for an encoder that it was not trained for.

    ModelUnavailable where the file that they name is no map for this encoder.
    """
    if settings.query_map == NO_MAP:
        return None
    if settings.query_map == BUNDLED:
        return query_map.packaged(encoder.name)
    found = query_map.load(Path(settings.query_map))
    if found.encoder != encoder.name:
        raise ModelUnavailable(
            f"查询映射 {settings.query_map} 是为 {found.encoder} 训练的，当前编码模型是 {encoder.name}。"
        )
    return found


def milvus(settings: Settings) -> Milvus | None:
    """The server for vectors that the settings name; None where they name none."""
    return Milvus(settings.milvus, settings.milvus_token.get_secret_value()) if settings.milvus else None


def load_writer(settings: Settings, say: Say) -> Writer | None:
    """The language model that the settings name; None where they name none, or it cannot be had, which `say` gets."""
    url, model = settings.writer_url, settings.writer_model
    if not url and not model:
        return None
    if not url or not model:
        say("PLANQA_WRITER_URL 与 PLANQA_WRITER_MODEL 须同时设置；现不使用语言模型。")
        return None
    try:
        return OpenAIWriter(url, model, settings.writer_key.get_secret_value(), settings.writer_timeout)
    except ModelUnavailable as error:
        say(f"{error.message} 现不使用语言模型。")
        return None


def live_service(settings: Settings) -> Live:
    """For servers: the service over whatever generation is in use, none opened yet."""
    sys.setswitchinterval(_TURN)
    held: list[Encoder] = []

    def opened() -> Service:
        if not held:
            held.append(_for_many(load_encoder(settings, _log.info)))
        # A new one for each generation, so that what it remembers does not outlive the index.
        encoder = BatchingEncoder(CountedEncoder(held[0]))
        writer, query_map = load_writer(settings, _log.warning), load_map(settings, encoder)
        return StagedService.open(settings.index, encoder, writer, query_map, milvus(settings))

    return Live(settings.index, opened)


def _for_many(encoder: Encoder) -> Encoder:
    """Ready for several questions at a time, each on one core: two cores on one question gain little."""
    if isinstance(encoder, SentenceEncoder):
        import torch

        torch.set_num_threads(1)
        if not encoder.trace():
            _log.info("编码模型 %s 只能逐层运行，同时来的问题会互相等待。", encoder.name)
    return encoder


def open_service(settings: Settings, say: Say, progress: Progress) -> Service:
    """The service over the index in use; where there is none, one is built from the packaged corpus first."""
    encoder = load_encoder(settings, say)
    if not index.exists(settings.index):
        say(f"{settings.index} 中没有索引，正在用自带的规划建立……")
        build(catalogue.packaged(), settings.index, encoder, progress, milvus=milvus(settings))
    writer, query_map = load_writer(settings, say), load_map(settings, encoder)
    return Service.open(settings.index, encoder, writer, query_map, milvus(settings))
