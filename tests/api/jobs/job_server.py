"""The whole app with an encoder that needs no model, for tests that start and kill servers.

Run by `uvicorn --factory tests.api.jobs.job_server:create`. It takes its time over passages that say 慢, so that a job
can be met in the middle.
"""

import time
from collections.abc import Callable, Sequence

from fastapi import FastAPI

from api import wiring
from api.app import create_app
from qa.arrays import Vectors
from qa.encoder import HashEncoder
from qa.ports import Encoder

#: Seconds a passage.
_SLOW = 0.1


class SlowEncoder(HashEncoder):
    def encode_passages(self, texts: Sequence[str], progress: Callable[[int], None] | None = None) -> Vectors:
        time.sleep(_SLOW * sum("慢" in text for text in texts))
        return super().encode_passages(texts, progress)


def _load(*_: object) -> Encoder:
    return SlowEncoder()


def create() -> FastAPI:
    wiring.load_encoder = _load
    return create_app()
