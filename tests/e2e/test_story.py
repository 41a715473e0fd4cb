"""The whole chain once, by the people whose job it is: from an opened wave to a certificate that anyone verifies.

Three apply for two seats: Sari is the best and confirms, Rian stays silent and lapses, Dewi is sixteen, brings her
guardian's letter, waits as the reserve and is promoted. Every message is read from a real SMTP server.
"""

import pytest

from tests.e2e.story import APPLICANTS, Story


@pytest.mark.timeout(600)
def test_from_an_opened_wave_to_a_verified_certificate(visitor, center, program, photo, post, time_machine):
    tell(Story(visitor, program, photo, post, time_machine))


@pytest.mark.timeout(600)
def test_the_same_by_keyboard_alone(keyboard_visitor, center, program, photo, post, time_machine):
    tell(Story(keyboard_visitor, program, photo, post, time_machine))


def tell(story):
    story.the_officer_opens_a_wave()
    for name in APPLICANTS:
        story.applies(name)
    story.the_officer_checks_and_scores()
    story.the_head_publishes()
    story.sari_confirms_rian_is_silent_dewi_is_promoted()
    story.the_class_is_taught()
    story.the_officer_completes_and_certificates_are_issued()
    story.anyone_verifies()
    story.everybody_was_told()
