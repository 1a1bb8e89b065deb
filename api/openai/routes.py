"""All doors under /v1."""

from fastapi import APIRouter

from api.openai import chat, embeddings, models, rerank

PREFIX = "/v1"
router = APIRouter(prefix=PREFIX)
for door in (models, chat, embeddings, rerank):
    router.include_router(door.router)
