"""The official client of the server that all tests share."""

from collections.abc import Iterator

import httpx
import openai
import pytest


@pytest.fixture(scope="session")
def client(server: httpx.Client) -> Iterator[openai.OpenAI]:
    """Without a retry: a refusal is to be seen at once."""
    with httpx.Client(trust_env=False, timeout=60) as own:
        yield openai.OpenAI(base_url=f"{server.base_url}/v1", api_key="none", http_client=own, max_retries=0)
