"""Which setups of each peer are run: data only, so that who starts them need not load any framework.

The first of each peer is also run on the raw text. Sizes are those of the peer's own pages, named in its module.
headed: title and region stand before the text of each passage, which goes beyond the pages of those that have it here
(Haystack and LlamaIndex do so by options of their own).
"""

from typing import Any

ON_PLANS: dict[str, dict[str, dict[str, Any]]] = {
    "langchain": {
        "100/20": {"size": 100, "overlap": 20, "headed": False},
        "1000/200": {"size": 1000, "overlap": 200, "headed": False},
        "100/20, headed": {"size": 100, "overlap": 20, "headed": True},
        "1000/200, headed": {"size": 1000, "overlap": 200, "headed": True},
    },
    "txtai": {
        "lines": {"lines": True, "bigrams": False, "headed": False},
        "lines, bigrams": {"lines": True, "bigrams": True, "headed": False},
        "lines, headed": {"lines": True, "bigrams": False, "headed": True},
        "lines, bigrams, headed": {"lines": True, "bigrams": True, "headed": True},
    },
    "haystack": {"200/0": {"size": 200, "overlap": 0}, "1000/200": {"size": 1000, "overlap": 200}},
    "llamaindex": {"256/20": {"size": 256, "overlap": 20}, "512/50": {"size": 512, "overlap": 50}},
}
ON_STATUTES: dict[str, dict[str, dict[str, Any]]] = {
    "langchain": {"1000/200": {"size": 1000, "overlap": 200, "headed": False}},
    "txtai": {
        "whole": {"lines": False, "bigrams": False, "headed": False},
        "whole, bigrams": {"lines": False, "bigrams": True, "headed": False},
    },
    "haystack": {"1000/200": {"size": 1000, "overlap": 200}},
    "llamaindex": {"512/50": {"size": 512, "overlap": 50}},
}
