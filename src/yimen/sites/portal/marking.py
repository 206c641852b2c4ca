"""A guide as linked data: schema.org's GovernmentService with the names of CPSV-AP 3, for search and other systems."""

import json
from datetime import date
from typing import Any

from django.utils.safestring import SafeString

from yimen.contexts.cases.api import allowed
from yimen.contexts.catalogue.api import Guide, LifeEvent, Variant, handled, life_events
from yimen.contexts.places.api import full_name
from yimen.contexts.procedures.api import Version
from yimen.kernel.clock import Unit
from yimen.kernel.procedure import outline
from yimen.sites.pieces.conf import address
from yimen.sites.pieces.guidance import served
from yimen.sites.pieces.guidetimes import Terms

Data = dict[str, Any]
_CONTEXT = {
    "@vocab": "https://schema.org/",
    "cpsv": "http://purl.org/vocab/cpsv#",
    "cv": "http://data.europa.eu/m8g/",
    "dct": "http://purl.org/dc/terms/",
    "dcat": "http://www.w3.org/ns/dcat#",
    "eli": "http://data.europa.eu/eli/ontology#",
}
_DURATIONS = {Unit.MONTH: "P{}M", Unit.YEAR: "P{}Y", Unit.HOUR: "PT{}H"}
# In a page a data block must not hold what ends it or begins a comment.
_SAFE = str.maketrans({"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"})


def linked(item: Guide, version: Version, on: date, terms: Terms | None = None) -> Data:
    """Returns a guide as JSON-LD. Durations are ISO 8601; working days count as days there, as the format has none.

    ``terms``: as for the sections of the page.
    """
    url = f"{address()}/items/{item.code}/"
    promise, law = terms or allowed(guide=item, on=on)
    return {
        "@context": _CONTEXT,
        "@id": url,
        "@type": ["GovernmentService", "cpsv:PublicService"],
        "url": url,
        "name": item.name,
        "dct:title": {"@value": item.name, "@language": "zh"},
        "identifier": item.code,
        "dct:identifier": item.code,
        "version": str(item.id),
        "dct:language": {"@id": "http://publications.europa.eu/resource/authority/language/ZHO"},
        "description": f"{item.name}：{item.result}，承诺 {promise.length} 个工作日。",
        "serviceType": item.type,
        "keywords": [*item.themes, *item.events, *item.life_events],
        "dcat:keyword": [*item.themes, *item.events, *item.life_events],
        "cv:isGroupedBy": [_event(one) for one in life_events() if one.name in item.events],
        "areaServed": {"@type": "AdministrativeArea", "identifier": item.region, "name": full_name(code=item.region)},
        "audience": [{"@type": "Audience", "audienceType": each} for each in served(item)],
        "provider": _body(item),
        "cv:hasCompetentAuthority": {"@id": f"{url}#body"},
        "serviceOutput": {"@type": ["Thing", "cpsv:Output"], "@id": f"{url}#result", "name": item.result},
        "cpsv:produces": {"@id": f"{url}#result"},
        "availableChannel": _channel(item, url, promise.length),
        "cv:processingTime": f"P{promise.length}D",
        "cv:hasLegalResource": [_basis(each.law, each.article, each.text) for each in item.basis],
        "cpsv:hasInput": [_evidence(one.name, one.basis) for one in item.form.materials],
        "cpsv:follows": {
            "@type": "cpsv:Rule",
            "@id": f"{address()}/procedures/{version.key}/",
            "dct:title": f"{version.name}，第 {version.number} 版",
            "dct:description": " → ".join(place.name for place in outline(version.procedure)),
        },
        "cv:hasCost": [
            {"@type": "cv:Cost", "dct:description": f"{fee.name}：{fee.standard}", "cv:isDefinedBy": fee.basis}
            for fee in item.fees
        ],
        "dct:hasPart": [_handled(handled(guide=item, number=one.number), one, url) for one in item.variants],
        "termsOfService": f"法定时限 {law.text}（{law.citation}，{_duration(law.length, law.unit)}）",
    }


def _handled(item: Guide, one: Variant, url: str) -> Data:
    """Returns a handling item as a service that is part of the item."""
    return {
        "@type": ["GovernmentService", "cpsv:PublicService"],
        "@id": f"{url}#v{one.number}",
        "url": f"{url}?v={one.number}",
        "name": one.name,
        "dct:title": {"@value": one.name, "@language": "zh"},
        "identifier": item.handling_code,
        "dct:identifier": item.handling_code,
        "description": one.situation,
        "cv:processingTime": f"P{item.promised}D",
        "cpsv:hasInput": [_evidence(each.name, each.basis) for each in item.form.materials],
    }


def text_of(data: Data) -> str:
    """Returns linked data as text."""
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))


def block(data: Data) -> SafeString:
    """Returns linked data to stand in a page: a data block, which a browser neither runs nor asks the policy about."""
    return SafeString(text_of(data).translate(_SAFE))  # nothing of it can end the block


def _body(item: Guide) -> Data:
    return {
        "@type": ["GovernmentOrganization", "cv:PublicOrganisation"],
        "@id": f"{address()}/items/{item.code}/#body",
        "identifier": item.unit.code,
        "name": item.unit.name,
        "dct:title": item.unit.name,
        "telephone": item.unit.phone,
        "address": item.unit.address,
    }


def _channel(item: Guide, url: str, days: int) -> Data:
    online = {"serviceUrl": f"{address()}/space/apply/{item.code}/"} if item.online != "网上咨询" else {}
    return {
        "@type": ["ServiceChannel", "cv:Channel"],
        "@id": f"{url}#window",
        **online,
        "processingTime": f"P{days}D",
        "servicePhone": {"@type": "ContactPoint", "telephone": item.unit.phone, "contactType": "咨询"},
        "serviceLocation": {"@type": "GovernmentOffice", "address": item.address, "openingHours": item.hours},
    }


def _basis(law: str, article: str, text: str) -> Data:
    return {
        "@type": ["Legislation", "eli:LegalResource"],
        "name": f"《{law}》{article}",
        "dct:title": f"《{law}》{article}",
        "text": text,
    }


def _event(one: LifeEvent) -> Data:
    """Returns a life event as CPSV-AP has them: what happens to people, or to a business."""
    kind = "cv:BusinessEvent" if one.audience == "法人" else "cv:LifeEvent"
    return {"@type": ["cv:Event", kind], "dct:title": {"@value": one.name, "@language": "zh"}}


def _evidence(name: str, basis: str) -> Data:
    return {"@type": "cv:Evidence", "dct:title": name, **({"cv:isDefinedBy": basis} if basis else {})}


def _duration(length: int, unit: Unit) -> str:
    return _DURATIONS.get(unit, "P{}D").format(length)
