"""Settings: the only reader of the environment. Every one may be given as PLANQA_<NAME>."""

from pathlib import Path

from platformdirs import user_cache_path, user_data_path, user_state_path
from pydantic import Field, PositiveFloat, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """Where things are and which encoder reads them; read once, when a door opens."""

    model_config = SettingsConfigDict(env_prefix="PLANQA_", frozen=True)

    index: Path = Field(default_factory=lambda: user_data_path("planqa") / "index")
    """The index directory."""

    cache: Path = Field(default_factory=lambda: user_cache_path("planqa"))
    """Where the bundled encoder is unpacked."""

    state: Path = Field(default_factory=lambda: user_state_path("planqa"))
    """Where a server keeps what is not the index: keys, jobs, feedback; shared by its workers."""

    encoder: str = "bundled"
    """`bundled`, the name of a sentence-transformers model, or the folder of one."""

    query_map: str = "bundled"
    """`bundled`, `none`, or the file of a query map that `planqa train` wrote for this encoder."""

    public_url: str = "http://127.0.0.1:8000"
    """What permalinks begin with: the address at which readers reach this service, no slash at its end."""

    writer_url: str = ""
    """Base URL of an OpenAI-compatible server whose model phrases answers; none where empty."""

    writer_model: str = ""
    """The model's name at that server."""

    writer_key: SecretStr = SecretStr("")
    """The key for that server, if it wants one; never shown."""

    writer_timeout: PositiveFloat = 30.0
    """Seconds for a whole answer of the model; after that the clauses are quoted as without one."""
