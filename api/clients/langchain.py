"""Clauses for LangChain chains and agents: `pip install "planqa[langchain]"`."""

from collections.abc import Sequence

from pydantic import ConfigDict

from api.clients.client import Client, Conditions
from api.clients.hits import metadata

try:
    from langchain_core.callbacks import CallbackManagerForRetrieverRun
    from langchain_core.documents import Document
    from langchain_core.retrievers import BaseRetriever
except ImportError as error:
    raise ImportError('没有安装 LangChain。请运行：pip install "planqa[langchain]"') from error


class PlanqaRetriever(BaseRetriever):
    """The k best clauses, best first, confined as `Client.search` confines them. Raises what the client raises."""

    model_config = ConfigDict(extra="forbid")

    client: Client
    k: int = 10
    region: str | Sequence[str] | None = None
    plan: str | Sequence[str] | None = None
    years: tuple[int, int] | None = None
    kind: str | None = None
    unit: str | None = None

    def _get_relevant_documents(self, query: str, *, run_manager: CallbackManagerForRetrieverRun) -> list[Document]:
        conditions = Conditions(region=self.region, plan=self.plan, years=self.years, kind=self.kind, unit=self.unit)
        found = self.client.search(query, self.k, **conditions)
        return [Document(id=h.clause.id, page_content=h.clause.text, metadata=metadata(h)) for h in found.hits]
