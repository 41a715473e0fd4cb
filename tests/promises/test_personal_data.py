"""Every column is classified; a new one without a place fails here."""

import pytest
from django.apps import apps
from django.conf import settings

from blk_portal.impersonal import WITHOUT_PEOPLE
from blk_portal.personal_data import HELD

OURS = [model for model in apps.get_models() if model._meta.app_label in settings.FLOORS]


def test_every_model_is_classified_once():
    labels = [model._meta.label_lower for model in OURS]

    assert sorted([*HELD, *WITHOUT_PEOPLE]) == sorted(labels)


@pytest.mark.parametrize("label", sorted(HELD))
def test_every_column_is_classified_once(label):
    meta = apps.get_model(label)._meta

    columns = [field.name for field in [*meta.concrete_fields, *meta.local_many_to_many]]

    assert sorted(HELD[label].columns()) == sorted(columns)


@pytest.mark.parametrize("label", sorted(HELD))
def test_what_is_held_of_a_person_has_a_purpose_a_basis_and_an_end(label):
    held = HELD[label]

    assert all([held.purpose, held.basis, held.retention])


@pytest.mark.parametrize("label", sorted(label for label in HELD if HELD[label].how and HELD[label].how != "self"))
def test_the_way_to_the_person_exists(label):
    model = apps.get_model(label)

    for name in HELD[label].how.split("."):
        if name in {"subject", "subject_ids", "key"}:  # by type and id, not by a foreign key
            return
        model = model._meta.get_field(name).related_model

    assert model._meta.label_lower in {"trainees.trainee", "accounts.user"}
