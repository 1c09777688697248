"""The interaction log stores the complete interaction."""

import dataclasses
import json

from hypothesis import given
from hypothesis import strategies as some

from bot.pipeline.interaction import Interaction, Kind, Location, Person
from cards.tree import Surface

texts = some.text(max_size=30)
typed = some.dictionaries(texts, some.one_of(texts, some.booleans(), some.integers(), some.lists(texts).map(tuple)))
interactions = some.builds(
    Interaction,
    kind=some.sampled_from(Kind),
    person=some.builds(Person),
    at=some.builds(Location, surface=some.sampled_from(Surface), reference=some.dictionaries(texts, texts)),
    args=some.dictionaries(texts, some.one_of(texts, some.integers(), some.booleans())),
    values=typed,
    received=some.floats(0, 2e9),
)


@given(interactions)
def test_it_round_trips_through_json(interaction: Interaction):
    assert Interaction.from_json(json.loads(json.dumps(interaction.as_json()))) == interaction


@given(interactions)
def test_no_field_is_omitted(interaction: Interaction):
    assert interaction.as_json() == dataclasses.asdict(interaction)
