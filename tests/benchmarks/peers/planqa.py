"""planqa itself, in a process of its own: `python -m tests.benchmarks.peers.planqa FOLDER RESULT.json`.

It reads the five files as they came, builds its index under FOLDER, and writes the works on plans there for the peers.
"""

import json
import resource
import sys
from pathlib import Path

from api.wiring import load_encoder, load_map
from index_build import catalogue
from index_build.build import build
from qa.service import Service
from qa.settings import Settings
from tests.benchmarks.peers import plans
from tests.benchmarks.peers.run import PLAN_DEPTH, Clock, Search, ask


def main() -> None:
    folder, target = Path(sys.argv[1]), Path(sys.argv[2])
    settings = Settings(index=folder / "index")
    encoder = load_encoder(settings, print)
    clock = Clock()
    build(catalogue.packaged(), settings.index, encoder)
    service = Service.open(settings.index, encoder, query_map=load_map(settings, encoder))
    took = clock.read()
    work = plans.work(service, "clean")
    plans.save(work, folder / "clean.json")
    plans.save(plans.work(service, "raw"), folder / "raw.json")
    result = ask(_search(service), [(q.id, q.text) for q in work.questions], PLAN_DEPTH)
    clauses = [c for p in service.plans() for c in service.plan(p.id).clauses if c.searchable]
    result |= {
        "passages": len(clauses),
        "characters": sum(c.span[1] - c.span[0] for c in clauses) / len(clauses),
        "index_seconds": took.tolist(),
        "memory_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }
    target.write_text(json.dumps(result), encoding="utf-8")


def _search(service: Service) -> Search:
    def search(question: str, k: int) -> list[str]:
        hits = service.search(question, k).hits
        return [f"{h.plan.id}@{h.clause.span[0]}-{h.clause.span[1]}" for h in hits]

    return search


if __name__ == "__main__":
    main()
