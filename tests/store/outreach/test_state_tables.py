"""State tables: which transitions are allowed, and that a row refuses all others."""

import pytest

from store.tables.outreach import Invitation, Mail
from store.tables.states import ANSWER, INVITATION, MACHINES, MAIL, Machine, UnlistedTransition


@pytest.mark.parametrize("machine", MACHINES, ids=lambda machine: machine.name)
def test_every_state_can_be_reached(machine: Machine):
    reached, rest = set(machine.start), set(machine.start)
    while rest:
        rest = {after for state in rest for after in machine.transitions[state]} - reached
        reached |= rest
    assert reached == set(machine.transitions)


@pytest.mark.parametrize(
    ("column", "machine"),
    [("state", INVITATION), ("answer", ANSWER), ("mail", MAIL)],
)
def test_a_row_takes_listed_states_only(column: str, machine: Machine):
    for old in machine.transitions:
        for new in machine.transitions:
            row = Mail(state=old) if column == "mail" else Invitation(**{column: old})
            field = "state" if column == "mail" else column
            if machine.allows(old, new):
                setattr(row, field, new)
                assert getattr(row, field) == new
            else:
                with pytest.raises(UnlistedTransition, match=f"'{new}' does not follow '{old}'"):
                    setattr(row, field, new)


def test_the_predecessors_of_a_state_are_what_a_bulk_update_matches():
    assert set(MAIL.before("cancelled")) == {"queued", "paused"}
    assert set(INVITATION.before("sent")) == {"sending", "unknown"}
