"""The life of applications in one wave, told once more in plain Python: no database, and nothing of the portal's code.

Every act answers "" or the code of the refusal, as the portal has to. `machine` holds the two against each other.
"""

from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta

LIVE = {"submitted", "returned", "verified", "provisional", "accepted", "reserve", "confirmed"}
SEATED = {"provisional", "accepted", "confirmed"}
MAY_APPEAL = {"not_selected", "reserve", "no_show"}
CALLED_OFF = {"postponed", "cancelled"}
OFFER, HELD, APPEAL = timedelta(hours=48), timedelta(days=3), 3
LADDER = ((2, 6), (7, 24))  # days before the start, hours: the nearest first
MINIMUM = 50


@dataclass
class Person:
    name: str
    wishes: tuple
    test: int
    interview: int
    status: str = "draft"
    seat: str = ""
    verified: bool = False
    until: object = None
    fix_by: object = None
    alive: dict = field(default_factory=dict)  # wish → place in its queue, None before the results
    appeal: str = ""
    about: str = ""
    promoted: int = 0


@dataclass
class Program:
    first_come: bool
    seats: int
    weight: int = 100  # of the test
    status: str = "open"
    cohort: str = "planned"

    def total(self, person):
        return person.test * self.weight + person.interview * (100 - self.weight)


class Life:
    def __init__(self, now, wave, programs):
        """`wave`: closes, confirm_by, starts, stop (days and moments by these names)."""
        self.now, self.wave, self.programs = now, wave, programs
        self.people, self.published_on, self.starts_at = {}, None, None

    # --- questions ---

    def today(self):
        return (self.now + timedelta(hours=7)).date()

    def midnight(self):
        """With which today began in Jakarta, seven hours before it does at Greenwich."""
        return datetime.combine(self.today(), time(), UTC) - timedelta(hours=7)

    def free(self, name):
        program = self.programs[name]
        taken = sum(one.seat == name for one in self.people.values())
        return program.seats - taken if program.cohort in {"planned", "running"} else 0

    def queue(self, name):
        waiting = [one for one in self.people.values() if one.status == "reserve" and one.alive.get(name)]
        return sorted(waiting, key=lambda one: one.alive[name])

    def last_place(self, name):
        return max((one.alive.get(name) or 0 for one in self.people.values()), default=0)

    def offer_until(self):
        left = (self.wave["starts"] - self.today()).days
        hours = next((hours for days, hours in LADDER if left <= days), None)
        return self.now + (timedelta(hours=hours) if hours else OFFER)

    # --- seats ---

    def sit(self, person, name, status, until):
        person.seat, person.status, person.until, person.alive = name, status, until, {}

    def fill(self, name):
        if self.today() > self.wave["stop"]:
            return
        for person in self.queue(name)[: max(self.free(name), 0)]:
            unverified = self.programs[name].first_come and not person.verified
            self.sit(person, name, "provisional" if unverified else "accepted", self.offer_until())
            person.promoted += 1

    def end(self, person, status):
        name = person.seat
        person.status, person.seat, person.alive = status, "", {}
        if person.appeal == "filed":
            person.appeal = "closed"
        if name:
            self.fill(name)
        return ""

    # --- what people and officers do ---

    def apply(self, name, wishes, test, interview):
        if self.now > self.wave["closes"] or any(self.programs[one].status != "open" for one in wishes):
            return "closed"
        person = self.people[name] = Person(name, tuple(wishes), test, interview)
        first = self.programs[wishes[0]]
        if not first.first_come:
            person.status, person.alive = "submitted", dict.fromkeys(wishes)
        elif self.free(wishes[0]) > 0:
            self.sit(person, wishes[0], "provisional", self.now + HELD)
        else:
            person.alive = {wishes[0]: self.last_place(wishes[0]) + 1}
            person.status = "reserve"
        return ""

    def move(self, name, sources, target):
        person = self.people[name]
        if person.status not in sources:
            return "wrong_status"
        person.status = target
        return ""

    def verify(self, name):
        person = self.people[name]
        if person.status == "provisional":
            person.until = max(self.wave["confirm_by"], self.offer_until())
            person.status, person.verified = "accepted", True
            return ""
        person.verified = person.verified or person.status == "submitted"
        return self.move(name, {"submitted"}, "verified")

    def send_back(self, name):
        refused = self.move(name, {"submitted"}, "returned")
        if not refused:
            self.people[name].fix_by = self.midnight() + timedelta(days=4)  # the end of the third day
        return refused

    def resubmit(self, name):
        return self.move(name, {"returned"}, "submitted")

    def refuse(self, name):
        person = self.people[name]
        if person.status not in {"submitted", "returned", "verified", "provisional"}:
            return "wrong_status"
        return self.end(person, "ineligible")

    def miss_test(self, name):
        person = self.people[name]
        if person.status != "verified":
            return "wrong_status"
        if self.published_on:
            return "results_proposed"
        person.status = "no_show"  # the wishes stay as they were
        return ""

    def confirm(self, name):
        person = self.people[name]
        if person.status != "accepted":
            return "wrong_status"
        if self.now > person.until:
            return "too_late"
        person.status = "confirmed"
        return ""

    def withdraw(self, name):
        person = self.people[name]
        if person.status == "confirmed" and self.programs[person.seat].cohort != "planned":
            return "class_started"
        return self.end(person, "withdrawn") if person.status in LIVE else "wrong_status"

    def leave(self, name):
        person = self.people[name]
        if person.status != "confirmed":
            return "wrong_status"
        return "class_not_started" if self.programs[person.seat].cohort == "planned" else self.end(person, "left")

    def cancel(self, name):
        person = self.people[name]
        return self.end(person, "cancelled") if person.status in LIVE else "wrong_status"

    # --- the centre's acts ---

    def publish(self):
        if self.published_on:
            return "wrong_status"
        if self.now <= self.wave["closes"]:
            return "still_open"
        selecting = [one for one in self.people.values() if not self.programs[one.wishes[0]].first_come]
        if any(one.status in {"submitted", "returned"} for one in selecting):
            return "undecided"
        verified = [one for one in selecting if one.status == "verified"]
        if not verified:
            return "nobody"
        self.published_on = self.today()
        self._publish(verified)
        for name, program in self.programs.items():
            if not program.first_come:
                program.status = "announced" if program.status not in CALLED_OFF else program.status
                self.fill(name)
        return ""

    def _publish(self, verified):
        taken = self._matched(verified)
        for person in verified:
            if name := taken.get(person.name):
                self.sit(person, name, "accepted", self.wave["confirm_by"])
                person.seat = name
        rest = [one for one in verified if one.name not in taken]
        for name in self.programs:
            fit = [one for one in rest if name in one.alive and self.programs[name].total(one) >= MINIMUM * 100]
            for place, person in enumerate(self._ranked(name, fit), start=self.last_place(name) + 1):
                person.alive[name] = place
        for person in rest:
            person.alive = {name: place for name, place in person.alive.items() if place}
            person.status = "reserve" if person.alive else "not_selected"

    def _ranked(self, name, people):
        return sorted(people, key=lambda one: -self.programs[name].total(one))

    def _matched(self, verified):
        """{name: program}: people propose in the order of their wishes, programs keep the best."""
        wishes = {one.name: [wish for wish in one.wishes if wish in one.alive] for one in verified}
        held = {name: [] for name in self.programs}
        asking = list(verified)
        while asking:
            person = asking.pop()
            if not wishes[person.name]:
                continue
            name = wishes[person.name].pop(0)
            if self.programs[name].total(person) < MINIMUM * 100:
                asking.append(person)
                continue
            best = self._ranked(name, [*held[name], person])
            held[name], rejected = best[: self.free(name)], best[self.free(name) :]
            asking += rejected
        return {person.name: name for name, people in held.items() for person in people}

    def resize(self, name, size):
        taken = sum(one.seat == name for one in self.people.values())
        if size < taken:
            return "seats_taken"
        self.programs[name].seats = size
        self.fill(name)
        return ""

    def start(self, name):
        program = self.programs[name]
        if program.cohort != "planned":
            return "wrong_status"
        if not any(one.status == "confirmed" and one.seat == name for one in self.people.values()):
            return "nobody_confirmed"
        program.cohort = "running"
        return ""

    def reorder(self, name, index, position):
        waiting = self.queue(name)
        if not waiting:
            return "not_waiting"
        person = waiting[index % len(waiting)]
        if not 1 <= position <= len(waiting):
            return "no_such_place"
        at = waiting.index(person) + 1
        if at == position:
            return "same_place"
        left, taken = person.alive[name], waiting[position - 1].alive[name]
        for other in waiting:
            number = other.alive[name]
            if taken <= number < left:
                other.alive[name] += 1
            elif left < number <= taken:
                other.alive[name] -= 1
        person.alive[name] = taken
        self.fill(name)
        return ""

    def call_off(self, name, status):
        program = self.programs[name]
        if program.status in CALLED_OFF and not (program.status == "postponed" and status == "cancelled"):
            return "wrong_status" if program.cohort != "running" else "class_started"
        if program.cohort == "running":
            return "class_started"
        program.status = program.cohort = status
        for person in list(self.people.values()):
            if person.status in LIVE and (person.seat == name or name in person.alive):
                person.alive.pop(name, None)
                if not person.alive:
                    self.end(person, "cancelled")
        return ""

    # --- appeals ---

    def file(self, name, about):
        person = self.people[name]
        if person.status not in MAY_APPEAL:
            return "wrong_status"
        if self.published_on is None:
            return "not_published"
        if self.today() > self.published_on + timedelta(days=APPEAL):
            return "too_late"
        if person.appeal:
            return "appealed"
        if about not in person.wishes:
            return "not_chosen"
        person.appeal, person.about = "filed", about
        return ""

    def grant(self, name):
        person = self.people[name]
        if person.appeal != "filed":
            return "wrong_status"
        if self.programs[person.about].status in CALLED_OFF:
            return "called_off"
        if self.today() > self.wave["stop"]:
            return "stopped"
        if person.status not in MAY_APPEAL:
            return "wrong_status"
        person.appeal = "granted"
        self._heard(person, person.about)
        return ""

    def _heard(self, person, about):
        if self.free(about) > 0:
            self.sit(person, about, "accepted", max(self.wave["confirm_by"], self.offer_until()))
            return
        for other in self.people.values():
            if other.alive.get(about):
                other.alive[about] += 1
        if person.status != "reserve":
            person.alive = {}
        person.alive[about], person.status = 1, "reserve"

    def decline(self, name):
        person = self.people[name]
        if person.appeal != "filed":
            return "wrong_status"
        person.appeal = "declined"
        return ""

    # --- the clock ---

    def tick(self):
        for person in list(self.people.values()):
            if person.status in {"accepted", "provisional"} and person.until < self.now:
                self.end(person, "lapsed")
        for name in self.programs:
            self.fill(name)
        for person in self.people.values():
            if person.status == "returned" and person.fix_by < self.now:
                person.status = "lapsed"
            if person.status == "reserve" and self.today() > self.wave["stop"]:
                person.status, person.alive = "not_selected", {}
