"""The door of identity."""

from .appointing import AppointmentRefused, Unit, add_client, add_officer, appoint, deactivate, end_post, load_units
from .readers import PUBLIC, ROLES, Mandate, Post, Reader, may_rule, owner_key, reader_of
from .reading import Client, NoSuchUnit, Person, account_named, account_of, client, person, unit, units, units_by_code
from .registering import Applicant, RegistrationRefused, add_mandate, register_person
from .signing_in import SignedIn, SignInRefused, sign_in
from .vault import SealBroken, lookup_digest, open_bytes, open_text, seal_bytes, seal_text
from .verifying import Claim, Claimant, VerificationRefused, claimants, claims, confirm_mandate, verify_person

__all__ = [
    "PUBLIC",
    "ROLES",
    "Applicant",
    "AppointmentRefused",
    "Claim",
    "Claimant",
    "Client",
    "Mandate",
    "NoSuchUnit",
    "Person",
    "Post",
    "Reader",
    "RegistrationRefused",
    "SealBroken",
    "SignInRefused",
    "SignedIn",
    "Unit",
    "VerificationRefused",
    "account_named",
    "account_of",
    "add_client",
    "add_mandate",
    "add_officer",
    "appoint",
    "claimants",
    "claims",
    "client",
    "confirm_mandate",
    "deactivate",
    "end_post",
    "load_units",
    "lookup_digest",
    "may_rule",
    "open_bytes",
    "open_text",
    "owner_key",
    "person",
    "reader_of",
    "register_person",
    "seal_bytes",
    "seal_text",
    "sign_in",
    "unit",
    "units",
    "units_by_code",
    "verify_person",
]
