"""From settings to an encoder and an opened service; every door starts here."""

from collections.abc import Callable

from index_build import catalogue
from index_build.build import build
from index_build.generation import Progress
from index_build.model import bundled_model
from qa import index
from qa.encoder import SentenceEncoder
from qa.errors import ModelUnavailable
from qa.ports import Encoder
from qa.service import Service
from qa.settings import Settings

BUNDLED = "bundled"
#: The model that the bundled weights were made from; taken from the hub where their package cannot be installed.
HUB_NAME = "intfloat/multilingual-e5-small"

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


def open_service(settings: Settings, say: Say, progress: Progress) -> Service:
    """The service over the index in use; where there is none, one is built from the packaged corpus first."""
    encoder = load_encoder(settings, say)
    if not index.exists(settings.index):
        say(f"{settings.index} 中没有索引，正在用自带的规划建立……")
        build(catalogue.packaged(), settings.index, encoder, progress)
    return Service.open(settings.index, encoder)
