"""What commands open: the service over the settings' index, and the filters that their options name."""

from api import console
from api.wiring import open_service
from qa.filters import Filters
from qa.service import Service
from qa.settings import Settings


def opened() -> tuple[Settings, Service]:
    """The settings and the service; what takes long is told on stderr."""
    settings, bars = Settings(), console.Bars()
    service = open_service(settings, console.say, bars)
    bars.close()
    return settings, service


def filters(service: Service, region: list[str] | None, plan: list[str] | None) -> Filters:
    """UnknownRegion, AmbiguousRegion, NotFound."""
    plans = tuple(service.plan(p).plan.id for p in plan or ())
    return Filters(regions=tuple(service.region_code(r) for r in region or ()), plans=plans)
