"""The planqa command with the encoder that needs no model; workers read this file again, and so get it too.

Questions with the word 等候 are held while the file named by HOLD is there.
"""

import os
import time
from collections.abc import Sequence
from pathlib import Path

from api import wiring
from qa.arrays import Vectors
from qa.encoder import HashEncoder

_HOLD = Path(os.environ["HOLD"])


class HoldingEncoder(HashEncoder):
    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        while any("等候" in text for text in texts) and _HOLD.exists():
            time.sleep(0.01)
        return super().encode_queries(texts)


wiring.load_encoder = lambda settings, say: HoldingEncoder()

if __name__ == "__main__":
    from api.cli import main

    main()
