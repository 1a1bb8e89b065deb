"""Whether a server may start as it is set up."""

import time

from api.access.connections import is_loopback
from api.access.keys import KeyStore
from api.access.rates import Rates
from qa.errors import InvalidRequest
from qa.settings import Settings


def check_start(settings: Settings, host: str) -> None:
    """InvalidRequest where others can reach the address but nobody has a key, and for settings that cannot be used.

    host: the address that will be listened on. StateUnavailable where the keys cannot be read.
    """
    Rates(settings)
    if settings.access != "auto" or is_loopback(host):
        return
    now = time.time()
    if not any(key.is_active(now) for key in KeyStore(settings.state).all()):
        raise InvalidRequest(
            f"监听 {host} 时其他机器也能访问，而现在没有可用的密钥。请先运行 planqa keys create --name 名称 生成一个；"
            "若确实要不用密钥就对所有人开放（包括增删规划），请设置 PLANQA_ACCESS=open。",
            "host",
        )
