"""Settings: the only reader of the environment. Every one may be given as PLANQA_<NAME>."""

import os
from pathlib import Path
from typing import Annotated, Literal

from platformdirs import user_cache_path, user_data_path, user_state_path
from pydantic import BeforeValidator, Field, PositiveFloat, SecretStr
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict


def _listed(given: object) -> object:
    """The environment holds text; names in it are parted by commas."""
    return [name.strip() for name in given.split(",") if name.strip()] if isinstance(given, str) else given


def no_usage_reports() -> None:
    """Ray reports its use to its makers unless the environment says otherwise; whoever set it there is heeded."""
    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")


class Settings(BaseSettings):
    """Where things are and which encoder reads them; read once, when a door opens."""

    model_config = SettingsConfigDict(env_prefix="PLANQA_", frozen=True, use_attribute_docstrings=True)

    index: Path = Field(default_factory=lambda: user_data_path("planqa") / "index")
    """The index directory."""

    cache: Path = Field(default_factory=lambda: user_cache_path("planqa"))
    """Where the bundled encoder is unpacked."""

    state: Path = Field(default_factory=lambda: user_state_path("planqa"))
    """Where a server keeps what is not the index: keys, jobs, feedback; shared by its workers."""

    audit_days: int = Field(default=0, ge=0, le=36_500)
    """Days for which a server keeps the questions that it answered and the votes on the answers; 0 keeps nothing."""

    log: Literal["auto", "text", "json"] = "auto"
    """How `planqa serve` logs on stderr: `json`, an object a line; `text`; `auto`, text on a terminal, else json."""

    otlp_endpoint: str = ""
    """Base URL of an OpenTelemetry collector (OTLP over HTTP) that gets traces; none where empty."""

    encoder: str = "bundled"
    """`bundled`, the name of a sentence-transformers model, or the folder of one."""

    milvus: str = ""
    """Where `planqa index` puts vectors: a Milvus server (`http://host:19530`, or a file `….db` of Milvus Lite) instead
    of the index directory; none where empty."""

    milvus_token: SecretStr = SecretStr("")
    """What that server wants to see: `user:password` or an API key; never shown."""

    query_map: str = "bundled"
    """`bundled`, `none`, or the file of a query map that `planqa train` wrote for this encoder."""

    public_url: str = "http://127.0.0.1:8000"
    """What permalinks begin with: the address at which readers reach this service, no slash at its end."""

    hosts: Annotated[tuple[str, ...], NoDecode, BeforeValidator(_listed)] = ()
    """Names, parted by commas, under which a server is called besides loopback and that of `public_url`; no ports."""

    access: Literal["auto", "open", "keys"] = "auto"
    """Who needs a key: `auto`, whoever does not come straight over loopback; `open`, nobody; `keys`, everybody."""

    cors_origins: Annotated[tuple[str, ...], NoDecode, BeforeValidator(_listed)] = ()
    """Origins, parted by commas, whose pages may call a server from a browser; `*` is all of them."""

    trusted_proxies: Annotated[tuple[str, ...], NoDecode, BeforeValidator(_listed)] = ()
    """Addresses or networks, parted by commas, of proxies whose X-Forwarded-For is believed."""

    rate: str = ""
    """Most requests of one key, or of one address where no key is needed, such as `600/minute`; empty is no limit."""

    rate_storage: SecretStr = SecretStr("memory://")
    """Where requests are counted: `memory://`, each worker alone, or `redis://…`, all together; never shown."""

    writer_url: str = ""
    """Base URL of an OpenAI-compatible server whose model phrases answers; none where empty."""

    writer_model: str = ""
    """The model's name at that server."""

    writer_key: SecretStr = SecretStr("")
    """The key for that server, if it wants one; never shown."""

    writer_timeout: PositiveFloat = 30.0
    """Seconds for a whole answer of the model; after that the clauses are quoted as without one."""
