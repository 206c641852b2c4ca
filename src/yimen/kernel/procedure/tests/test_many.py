"""Steps of thousands: their rows lie in blocks, which nothing but time may show."""

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from yimen.kernel.procedure import (
    OpenTask,
    State,
    TransitionError,
    compile_bpmn,
    complete,
    delegate,
    piles,
    start,
    state_from_data,
    state_to_data,
    transfer,
    withdraw,
)

from .bpmn import line, user

LOOP = '<bpmn:multiInstanceLoopCharacteristics isSequential="false" yimen:instances="units"/>'
PROCEDURE = compile_bpmn(line(user("t", "agree", "refuse", extra=LOOP), ids=["t"]))


@settings(deadline=None)
@given(
    size=st.integers(0, 30),
    block=st.integers(1, 5),
    moves=st.lists(st.tuples(st.booleans(), st.integers(0, 40)), max_size=60),
)
def test_a_pile_is_the_row_that_it_stands_for(size: int, block: int, moves: Any) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(piles, "BLOCK", block)
        plain = [OpenTask(token, "t") for token in range(1, size + 1)]
        row: Any = tuple(plain)
        for number, (more, place) in enumerate(moves, size + 1):
            before, kept = row, tuple(plain)
            if more or not plain:
                plain.append(OpenTask(number, "t"))
                row = piles.plus(row, plain[-1])
            else:
                row = piles.less(row, plain.pop(place % len(plain)).token)
            assert (before, len(before), len(row)) == (kept, len(kept), len(plain))
            assert (row, hash(row), list(row), row[:]) == (tuple(plain), hash(tuple(plain)), plain, tuple(plain))
            assert row[1:-1] == tuple(plain)[1:-1]
            if plain:
                assert (row[0], row[-1], row[place % len(plain)]) == (plain[0], plain[-1], plain[place % len(plain)])
            held = [piles.holding(row, token) for token in range(number + 2)]
            tokens = {task.token: task for task in plain}
            assert held == [tokens.get(token) for token in range(number + 2)]
            with pytest.raises(IndexError):
                row[len(plain)]


@settings(max_examples=30, deadline=None)
@given(data=st.data())
def test_blocks_change_nothing_of_what_many_do(data: Any) -> None:
    units = {"units": [f"第{number}局" for number in range(data.draw(st.integers(2, 40)))]}
    script = data.draw(st.lists(st.tuples(st.sampled_from("cccdtrwj"), st.integers(0, 40)), max_size=60))
    found = []
    for block in (1, 3, 10_000):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(piles, "BLOCK", block)
            found.append([json.dumps(state_to_data(state)) for state in _played(units, script)])
    assert found[0] == found[1] == found[2]


def _played(units: Any, script: Any) -> list[State]:
    """Returns every state of a run: ended turns, lent and handed on, refused, taken back, stored and read."""
    states = [start(PROCEDURE, units).state]
    done = [0]
    for gesture, place in script:
        state = states[-1]
        if not state.open_tasks:
            break
        token = state.open_tasks[place % len(state.open_tasks)].token
        try:
            if gesture in "cr":
                states.append(complete(PROCEDURE, state, token, "agree" if gesture == "c" else "refuse", units).state)
                done.append(token)
            elif gesture == "d":
                states.append(delegate(PROCEDURE, state, token, "某人", "2025-03-31").state)
            elif gesture == "t":
                states.append(transfer(PROCEDURE, state, token, "另一人").state)
            elif gesture == "w":
                states.append(withdraw(PROCEDURE, state, done[place % len(done)]).state)
            else:
                states.append(state_from_data(json.loads(json.dumps(state_to_data(state)))))
                assert states[-1] == state
        except TransitionError:
            continue
    return states


def test_ten_thousand_end_in_any_order_and_the_last_ends_the_step() -> None:
    units = {"units": [str(number) for number in range(10_000)]}
    state = start(PROCEDURE, units).state
    tokens = [task.token for task in state.open_tasks]
    for token in [*tokens[5000:], *tokens[4999::-1]]:
        assert not state.ended
        state = complete(PROCEDURE, state, token, "agree", units).state
    assert state.ended
    assert dict(state.results) == {"t": "agree"}
