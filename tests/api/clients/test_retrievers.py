"""The retrievers inside the frameworks that they are for, over a real server."""

import asyncio
import subprocess
import sys

import httpx
import pytest
from langchain_core.documents import Document
from langchain_core.prompts import ChatPromptTemplate
from langchain_core.runnables import RunnableLambda, RunnablePassthrough
from llama_index.core import MockEmbedding
from llama_index.core.llms import MockLLM
from llama_index.core.query_engine import RetrieverQueryEngine
from llama_index.core.response_synthesizers import ResponseMode, get_response_synthesizer
from llama_index.core.retrievers import QueryFusionRetriever
from llama_index.core.schema import MetadataMode, NodeRelationship, NodeWithScore
from pydantic import ValidationError

from api.clients import langchain, llamaindex
from api.clients.client import Client
from api.clients.problems import ApiError
from tests.small_corpus import FUZHOU, NANJING

#: The clause that both districts have word for word.
SHARED = "落实执法公示制度，执法结果自作出之日起七个工作日内公开"
TWINS = {f"{NANJING}/1.1", f"{FUZHOU}/1.1"}


@pytest.fixture
def client(districts: str):
    with Client(districts) as client:
        yield client


def test_documents_say_where_they_come_from(client: Client) -> None:
    [best, *_] = langchain.PlanqaRetriever(client=client, k=3, region="南京市").invoke(SHARED)
    assert best.id == f"{NANJING}/1.1"
    assert SHARED in best.page_content
    assert best.metadata["source"] == f"https://plans.example/c/{NANJING}/1.1"
    assert best.metadata["region"] == "鼓楼区"
    assert best.metadata["region_code"] == "320106"
    assert best.metadata["title"] == "鼓楼区法治建设方案（2021—2025年）"
    assert best.metadata["clause_path"] == "1.1"
    assert 0 <= best.metadata["score"] <= 1


def test_both_frameworks_get_what_the_client_gets(client: Client) -> None:
    native = client.search(SHARED, 4, years=(2016, 2025)).hits
    documents = langchain.PlanqaRetriever(client=client, k=4, years=(2016, 2025)).invoke(SHARED)
    nodes = llamaindex.PlanqaRetriever(client, 4, years=(2016, 2025)).retrieve(SHARED)
    assert [(d.id, d.page_content, d.metadata["score"]) for d in documents] == [
        (h.clause.id, h.clause.text, h.score) for h in native
    ]
    assert [(n.node_id, n.text, n.score, n.metadata) for n in nodes] == [
        (d.id, d.page_content, d.metadata["score"], d.metadata) for d in documents
    ]


def test_a_langchain_chain_sees_the_clauses(client: Client) -> None:
    def joined(documents: list[Document]) -> str:
        return "\n".join(f"{d.page_content} {d.metadata['source']}" for d in documents)

    retriever = langchain.PlanqaRetriever(client=client, k=2)
    prompt = ChatPromptTemplate.from_template("{context}\n问题：{question}")
    chain = {"context": retriever | joined, "question": RunnablePassthrough()} | prompt | RunnableLambda(str)
    said = chain.invoke(SHARED)
    assert all(f"https://plans.example/c/{twin}" in said for twin in TWINS)


@pytest.mark.filterwarnings("ignore::langchain_core._api.LangChainBetaWarning")
def test_it_is_a_tool_for_an_agent(client: Client) -> None:
    tool = langchain.PlanqaRetriever(client=client, k=2).as_tool(name="plans", description="查找规划条款")
    assert {document.id for document in tool.invoke(SHARED)} == TWINS


def test_both_frameworks_ask_without_waiting_in_the_loop(client: Client) -> None:
    async def both() -> tuple[list[Document], list[NodeWithScore]]:
        documents = langchain.PlanqaRetriever(client=client, k=2).ainvoke(SHARED)
        nodes = llamaindex.PlanqaRetriever(client, 2).aretrieve(SHARED)
        return await asyncio.gather(documents, nodes)

    documents, nodes = asyncio.run(both())
    assert {d.id for d in documents} == {n.node_id for n in nodes} == TWINS


def test_a_query_engine_keeps_clauses_of_two_regions_apart(client: Client) -> None:
    engine = RetrieverQueryEngine(
        llamaindex.PlanqaRetriever(client, 2),
        get_response_synthesizer(llm=MockLLM(), response_mode=ResponseMode.COMPACT),
    )
    response = engine.query(SHARED)
    assert {node.node_id for node in response.source_nodes} == TWINS
    assert all(f"source: https://plans.example/c/{twin}" in str(response) for twin in TWINS)


def test_fusion_which_merges_by_hash_keeps_them_apart_too(client: Client) -> None:
    regions = [llamaindex.PlanqaRetriever(client, 1, region=code) for code in ("320106", "350102")]
    fused = QueryFusionRetriever(regions, llm=MockLLM(), num_queries=1, use_async=False).retrieve(SHARED)
    assert {node.node_id for node in fused} == TWINS
    assert {node.node.ref_doc_id for node in fused} == {NANJING, FUZHOU}
    first, second = fused
    assert first.text == second.text
    assert first.node.hash != second.node.hash


def test_the_plan_is_the_source_and_models_read_what_helps(client: Client) -> None:
    [found] = llamaindex.PlanqaRetriever(client, 1, region="南京市").retrieve(SHARED)
    source = found.node.relationships[NodeRelationship.SOURCE]
    assert source.node_id == NANJING
    read = found.node.get_content(MetadataMode.LLM)
    assert "region: 鼓楼区" in read
    assert "score" not in read
    assert "score" not in found.node.get_content(MetadataMode.EMBED)
    assert MockEmbedding(embed_dim=3).get_text_embedding(read)


@pytest.mark.parametrize("framework", ["langchain", "llamaindex"])
def test_refusals_come_through(client: Client, framework: str) -> None:
    retrieve = (
        langchain.PlanqaRetriever(client=client, region="火星市").invoke
        if framework == "langchain"
        else llamaindex.PlanqaRetriever(client, region="火星市").retrieve
    )
    with pytest.raises(ApiError, match="没有名为“火星市”的行政区划") as caught:
        retrieve(SHARED)
    assert caught.value.status == 422


def test_a_mistyped_condition_is_no_condition(client: Client) -> None:
    with pytest.raises(ValidationError, match="regoin"):
        langchain.PlanqaRetriever(client=client, regoin="南京市")
    with pytest.raises(ApiError, match="没有这一项"):
        llamaindex.PlanqaRetriever(client, regoin="南京市").retrieve(SHARED)


def test_nobody_there_is_an_error_of_httpx() -> None:
    with Client("http://127.0.0.1:1") as nowhere, pytest.raises(httpx.TransportError):
        langchain.PlanqaRetriever(client=nowhere).invoke(SHARED)


@pytest.mark.parametrize(("room", "missing"), [("langchain", "langchain_core"), ("llamaindex", "llama_index.core")])
def test_a_missing_extra_is_named(room: str, missing: str) -> None:
    code = f"import sys; sys.modules['{missing}'] = None; import api.clients.{room}"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert f'pip install "planqa[{room}]"' in done.stderr
