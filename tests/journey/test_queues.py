"""One's place in a queue and why it changed, walked back over what happened there."""

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from blk_portal.journey.queues import changes
from cohorts.models import Offering
from enrollment import transitions
from enrollment.models import QueueStep
from tests.factories.centers import actor_at
from tests.factories.cohorts import CohortFactory
from tests.factories.enrollment import AppealFactory, ApplicationFactory

Cause = QueueStep.Cause


class Queue:
    """A queue that writes down its steps as the transitions do, and what became of one person in it."""

    def __init__(self, length, me):
        self.people, self.me, self.steps = {name: name + 1 for name in range(length)}, me, []
        self.history = [self.place]

    @property
    def place(self):
        return sorted(self.people.values()).index(self.people[self.me]) + 1

    def leaves(self, name, cause):
        if name != self.me and name in self.people:
            self._step(self.people.pop(name), cause)

    def comes_first(self, name):
        if name != self.me:
            self._step(self.people.pop(name, None), Cause.APPEAL)
            self.people = {one: place + 1 for one, place in self.people.items()} | {name: 1}
        self.history[-1] = self.place

    def is_moved(self, name, owner):
        """By hand, to the number of somebody else."""
        if name == owner or name not in self.people or owner not in self.people:
            return
        left, taken = self.people[name], self.people[owner]
        first, last, by = (taken, left - 1, 1) if taken < left else (left + 1, taken, -1)
        between = [one for one, place in self.people.items() if first <= place <= last]
        for one in between:
            self.people[one] += by
        self.people[name] = taken
        self._step(left, Cause.ORDER, to_place=taken, passed=len(between), reason="Keliru dicatat.")

    def _step(self, place, cause, **more):
        self.steps.insert(0, QueueStep(place=place, cause=cause, at=timezone.now(), **more))
        self.history.append(self.place)


@given(
    st.integers(1, 12).flatmap(lambda length: st.tuples(st.just(length), st.integers(0, length - 1))),
    st.lists(st.tuples(st.integers(0, 15), st.sampled_from(list(Cause)), st.integers(0, 15)), max_size=12),
)
def test_the_changes_lead_from_the_first_place_to_todays(start, acts):
    queue = Queue(*start)
    for name, cause, other in acts:
        if cause == Cause.APPEAL:
            queue.comes_first(name)
        elif cause == Cause.ORDER:
            queue.is_moved(name, other)
        else:
            queue.leaves(name, cause)

    told = changes(queue.place, queue.people[queue.me], queue.steps)

    moved = [pair for pair in zip(queue.history, queue.history[1:], strict=False) if pair[0] != pair[1]]
    assert sum(one.after - one.before for one in told) == sum(after - before for before, after in moved)
    if told:
        assert (told[-1].before, told[0].after) == (moved[0][0], queue.place)


@pytest.fixture
def waiting(db):
    """One seat taken, three people waiting."""
    cohort = CohortFactory(seats=1)
    holder = ApplicationFactory(cohort=cohort, status="accepted")
    return holder, *[ApplicationFactory(cohort=cohort, status="reserve") for _number in range(3)]


def shown(client, application):
    client.force_login(application.trainee.account)
    return client.get(application.get_absolute_url())


def told(client, application):
    [place] = shown(client, application).context["places"]
    return place.position, [(one.before, one.after, one.why) for one in place.changes]


def test_each_change_of_a_place_is_told_with_its_reason_and_names_nobody(client, waiting):
    holder, first, second, third = waiting
    transitions.withdraw(second, by=actor_at(holder.wave.center))
    transitions.withdraw(holder, by=actor_at(holder.wave.center))

    assert told(client, third) == (
        1,
        [
            (2, 1, "satu orang di depan Anda mendapat kursi"),
            (3, 2, "satu orang di depan Anda mengundurkan diri"),
        ],
    )
    page = shown(client, third).content.decode()
    assert [one.trainee.full_name for one in (holder, first, second) if one.trainee.full_name in page] == []


def test_somebody_behind_changes_nothing(client, waiting):
    holder, first, _second, third = waiting
    transitions.withdraw(third, by=actor_at(holder.wave.center))

    assert told(client, first) == (1, [])


def test_an_appeal_pushes_everybody_back_and_says_so(client, waiting):
    holder, first, _second, _third = waiting
    late = ApplicationFactory(cohort=holder.seat.cohort, status="not_selected")
    appeal = AppealFactory(application=late)
    transitions.grant_appeal(appeal, by=actor_at(late.wave.center), reason="Keliru.")

    assert told(client, first) == (2, [(1, 2, "sanggahan seseorang diterima, dan ia mendapat urutan pertama")])
    assert told(client, late) == (1, [])


def test_a_first_come_queue_says_by_what_it_goes(client, waiting):
    Offering.objects.update(mode=Offering.Mode.FIRST_COME)

    assert shown(client, waiting[1]).context["why_wait"] == "Urutan ditentukan oleh waktu pendaftaran."
