"""What is merely stated gives nothing; a window or a company's representative confirms it."""

import pytest

from yimen.contexts.identity.api import (
    Reader,
    RegistrationRefused,
    VerificationRefused,
    account_of,
    claimants,
    claims,
    confirm_mandate,
    deactivate,
    owner_key,
    verify_person,
)

from .conftest import COMPANY, NUMBER, Town

OTHER = "450305198511220020"
OWN, COMPANYS = owner_key(citizen_id=NUMBER), owner_key(uscc=COMPANY)


def _verify(town: Town, account: object, number: str = NUMBER) -> None:
    window = town.window()
    verify_person(act=town.by(window), reader=window, citizen_id=number, account=account)  # type: ignore[arg-type]


def _confirm(town: Town, reader: Reader, mandate: object) -> None:
    confirm_mandate(act=town.by(reader), reader=reader, mandate=mandate)  # type: ignore[arg-type]


def test_a_stated_number_opens_nothing_until_a_window_has_seen_the_card(town: Town) -> None:
    account = town.person()
    assert town.reads(account).keys == {owner_key(account=account)}
    assert account_of(citizen_id=NUMBER) is None
    for _ in range(2):
        _verify(town, account)
    assert town.reads(account).keys == {owner_key(account=account), OWN}
    assert account_of(citizen_id=NUMBER) == account
    assert [entry.verb for entry in town.trail(account)].count("identity.verify") == 1


def test_an_impostor_cannot_block_the_owner_who_then_holds_the_number_alone(town: Town) -> None:
    impostor, owner = town.person(), town.person()
    _verify(town, owner)
    with pytest.raises(VerificationRefused, match="另一个账号"):
        _verify(town, impostor)
    assert OWN not in town.reads(impostor).keys
    with pytest.raises(RegistrationRefused):
        town.person()
    deactivate(act=town.act, account=owner)
    _verify(town, town.person())


def test_the_card_must_bear_the_accounts_number(town: Town) -> None:
    account = town.person()
    for number in (OTHER, "430281199003070014"):
        with pytest.raises(VerificationRefused):
            _verify(town, account, number)
    assert OWN not in town.reads(account).keys


def test_only_a_window_verifies_confirms_and_looks_up(town: Town) -> None:
    account = town.person(verified=True)
    mandate = town.mandate(account)
    for reader in (town.reads(account), town.reads(town.officer("boss", "leader"))):
        act = town.by(reader)
        with pytest.raises(PermissionError):
            verify_person(act=act, reader=reader, citizen_id=NUMBER, account=account)
        with pytest.raises(PermissionError):
            claimants(act=act, reader=reader, citizen_id=NUMBER)
        with pytest.raises(PermissionError):
            _confirm(town, reader, mandate)
    assert not town.reads(account).mandates


@pytest.mark.req("IDN-002")
def test_a_claimed_company_opens_nothing_until_it_is_confirmed(town: Town) -> None:
    account = town.person(verified=True)
    mandate = town.mandate(account)
    assert town.mandate(account) == mandate
    reader = town.reads(account)
    assert not reader.mandates
    assert COMPANYS not in reader.keys
    for _ in range(2):
        _confirm(town, town.window(), mandate)
    reader = town.reads(account)
    assert [(held.uscc, held.role) for held in reader.mandates] == [(COMPANY, "经办人")]
    assert COMPANYS in reader.keys
    assert claims(reader=reader) == ((), ())
    assert [entry.verb for entry in town.trail(account)].count("identity.confirm_mandate") == 1


def test_a_representative_confirms_colleagues_but_an_agent_does_not(town: Town) -> None:
    head = town.person(verified=True)
    town.mandate(head, "法定代表人", confirmed=True)
    agent = town.person(OTHER, name="李四演", verified=True)
    mandate = town.mandate(agent)
    (claim,) = claims(reader=town.reads(head))[1]
    assert (claim.id, claim.claimant, claim.company) == (mandate, "李**", "演示建设有限公司")
    _confirm(town, town.reads(head), mandate)
    third = town.mandate(town.person("11010519491231002X", verified=True))
    assert claims(reader=town.reads(agent)) == ((), ())
    with pytest.raises(PermissionError):
        _confirm(town, town.reads(agent), third)


def test_a_representative_who_is_one_only_by_claim_confirms_nobody(town: Town) -> None:
    head = town.person(verified=True)
    mandate = town.mandate(head, "法定代表人")
    with pytest.raises(PermissionError):
        _confirm(town, town.reads(head), mandate)


def test_the_mandate_of_someone_unverified_is_not_confirmed(town: Town) -> None:
    account = town.person()
    mandate = town.mandate(account)
    with pytest.raises(VerificationRefused, match="核实本人"):
        _confirm(town, town.window(), mandate)
    assert not town.reads(account).mandates


def test_a_wrong_name_is_put_right_by_the_next_claimant_until_one_is_confirmed(town: Town) -> None:
    town.mandate(town.person(), name="乱写的公司")
    agent = town.person(OTHER, verified=True)
    mandate = town.mandate(agent, name="演示建设有限公司")
    _confirm(town, town.window(), mandate)
    with pytest.raises(RegistrationRefused) as refused:
        town.mandate(town.person("11010519491231002X"), name="又乱写的公司")
    assert set(refused.value.errors) == {"company"}
    assert [held.name for held in town.reads(agent).mandates] == ["演示建设有限公司"]


def test_both_roles_in_one_company_are_one_mandate_to_act(town: Town) -> None:
    account = town.person(verified=True)
    for role in ("法定代表人", "经办人"):
        town.mandate(account, role, confirmed=True)
    assert [held.role for held in town.reads(account).mandates] == ["法定代表人"]


def test_a_window_sees_masked_names_and_what_waits(town: Town) -> None:
    first, second = town.person(), town.person(name="王小二", verified=True)
    town.person(OTHER)
    town.mandate(second)
    window = town.window()
    found = claimants(act=town.by(window), reader=window, citizen_id=NUMBER.lower())
    assert [(one.account, one.name, one.verified, len(one.claims)) for one in found] == [
        (first, "张**", False, 0),
        (second, "王**", True, 1),
    ]
    assert found[0].phone == "138****0000"
