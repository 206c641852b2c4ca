"""Identifiers and check digits: each kind parses to a typed value or says in Chinese why it is wrong."""

from .cases import CaseNumber, format_case_number, parse_case_number
from .citizens import CitizenId, parse_citizen_id
from .errors import CodeError
from .given import normalise
from .items import (
    ITEM_TYPES,
    POWER_TYPES,
    BaseItem,
    HandlingItem,
    Item,
    parse_base_item,
    parse_handling_item,
    parse_item,
)
from .kinds import KINDS, Kind
from .licences import Licence, parse_licence
from .masks import mask_citizen_id, mask_name, mask_phone, mask_text, personal_in
from .organisations import Org, Uscc, parse_org, parse_uscc
from .parts import CodePart, compose_item, parts_of_item
from .regions import LEVELS, PROVINCES, Region, parse_region, region_prefix
from .transactions import Transaction, parse_transaction

__all__ = [
    "ITEM_TYPES",
    "KINDS",
    "LEVELS",
    "POWER_TYPES",
    "PROVINCES",
    "BaseItem",
    "CaseNumber",
    "CitizenId",
    "CodeError",
    "CodePart",
    "HandlingItem",
    "Item",
    "Kind",
    "Licence",
    "Org",
    "Region",
    "Transaction",
    "Uscc",
    "compose_item",
    "format_case_number",
    "mask_citizen_id",
    "mask_name",
    "mask_phone",
    "mask_text",
    "normalise",
    "parse_base_item",
    "parse_case_number",
    "parse_citizen_id",
    "parse_handling_item",
    "parse_item",
    "parse_licence",
    "parse_org",
    "parse_region",
    "parse_transaction",
    "parse_uscc",
    "parts_of_item",
    "personal_in",
    "region_prefix",
]
