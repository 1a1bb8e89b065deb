"""Clauses for LlamaIndex query engines: `pip install "planqa[llamaindex]"`."""

import asyncio
from typing import Unpack

from api.clients.client import Client, Conditions
from api.clients.hits import metadata
from api.schemas import HitOut

try:
    from llama_index.core.retrievers import BaseRetriever
    from llama_index.core.schema import NodeRelationship, NodeWithScore, QueryBundle, RelatedNodeInfo, TextNode
except ImportError as error:
    raise ImportError('没有安装 LlamaIndex。请运行：pip install "planqa[llamaindex]"') from error

#: What neither a model nor an embedding has any use for.
_UNREAD = ["clause_path", "plan", "region_code", "score"]


class PlanqaRetriever(BaseRetriever):
    """The k best clauses, best first. Raises what the client raises."""

    def __init__(self, client: Client, k: int = 10, **conditions: Unpack[Conditions]) -> None:
        """conditions: what the search is confined to."""
        super().__init__()
        self._client, self._k, self._conditions = client, k, conditions

    def _retrieve(self, query_bundle: QueryBundle) -> list[NodeWithScore]:
        found = self._client.search(query_bundle.query_str, self._k, **self._conditions)
        return [NodeWithScore(node=_node(hit), score=hit.score) for hit in found.hits]

    async def _aretrieve(self, query_bundle: QueryBundle) -> list[NodeWithScore]:
        return await asyncio.to_thread(self._retrieve, query_bundle)


def _node(hit: HitOut) -> TextNode:
    """A plan is the source of its clauses: with the region, that keeps clauses apart whose words are the same."""
    source = RelatedNodeInfo(node_id=hit.clause.plan.id)
    return TextNode(
        id_=hit.clause.id,
        text=hit.clause.text,
        metadata=metadata(hit),
        relationships={NodeRelationship.SOURCE: source},
        excluded_llm_metadata_keys=_UNREAD,
        excluded_embed_metadata_keys=_UNREAD,
    )
