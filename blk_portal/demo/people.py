"""People who do not exist. Every family name is a word for "made up", every number of theirs leads nowhere."""

import json
from datetime import timedelta
from pathlib import Path

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password

from accounts.models import User
from centers.models import EducationLevel, Region
from trainees import sealing
from trainees.models import Guardian, Sex, Trainee
from trainees.rules.age import is_minor

NAMES = json.loads(Path(__file__).with_name("names.json").read_text(encoding="utf-8"))
REGENCIES = {
    "36.74": 46,
    "36.03": 18,
    "36.71": 14,
    "36.04": 7,
    "36.73": 4,
    "36.02": 4,
    "36.01": 4,
    "36.72": 3,
}
ADULTS_EDUCATION = {"sma": 74, "smp": 12, "d3": 6, "s1": 6, "sd": 2}
MINORS_EDUCATION = {"smp": 88, "sma": 12}
PHONES = "+628120000{:04d}"  # one invented block
YEAR = timedelta(days=365, hours=6)


class Crowd:
    """Makes people one by one and stores them together."""

    def __init__(self, random):
        self.random, self.count, self.phones = random, 0, 0
        self.levels = {level.code: level for level in EducationLevel.objects.order_by("rank")}
        self.regencies = {region.code: region for region in Region.objects.filter(code__in=REGENCIES).order_by("pk")}
        self.villages = self._villages()
        self.users, self.trainees, self.guardians = [], [], []

    def _villages(self):
        found = {code: [] for code in REGENCIES}
        for village in Region.objects.filter(level=Region.Level.VILLAGE, code__startswith="36.").order_by("code"):
            found[village.code[:5]].append(village)
        return found

    def someone(self, day, *, minor=False, least="sd", regency=None, name="", email="", sex=None, account=True):
        """A person as old as applicants are on `day`, with at least that schooling."""
        self.count += 1
        sex = sex or self.random.choice([Sex.FEMALE, Sex.MALE])
        name = name or self._name(sex)
        email = email or f"{name.lower().replace(' ', '.')}{self.count}@contoh.example"
        village = self.random.choice(self.villages[regency or self.pick(REGENCIES)])
        trainee = Trainee(
            account=self._account(name, email, day) if account else None,
            full_name=name,
            birth_date=self._birthday(day, minor),
            birth_place=self.regencies[village.code[:5]].name.removeprefix("Kab. ").removeprefix("Kota "),
            sex=sex,
            region=village,
            address=f"Kp. Contoh RT {self.random.randint(1, 9):02d}/RW {self.random.randint(1, 12):02d}",
            education=self._education(minor, least),
            phone=self.phone(),
            is_studying=False,
            is_working=False,
            has_trained=False,
            email=email if account else "",
            created_at=day,
        )
        self._number(trainee)
        if is_minor(trainee.birth_date, day.date()):
            self._guardian(trainee)
        self.trainees.append(trainee)
        return trainee

    def copy_without_account(self, trainee, day):
        """The same person as an earlier record has them: with another phone, and nobody signs in as them."""
        known = Trainee(
            full_name=trainee.full_name,
            birth_date=trainee.birth_date,
            birth_place=trainee.birth_place,
            sex=trainee.sex,
            region=trainee.region,
            address=trainee.address,
            education=trainee.education,
            phone=self.phone(),
            email=f"lama.{trainee.email}",
            created_at=day,
        )
        known.nik = trainee.nik
        self.trainees.append(known)
        return known

    def pick(self, weights):
        return self.random.choices(list(weights), list(weights.values()))[0]

    def phone(self):
        self.phones += 1
        return PHONES.format(self.phones)

    def _name(self, sex):
        first = NAMES["women" if sex == Sex.FEMALE else "men"]
        return f"{self.random.choice(first)} {self.random.choice(NAMES['families'])}"

    def _account(self, name, email, day):
        user = User(email=email, full_name=name, password=make_password(None), date_joined=day)
        self.users.append(user)
        return user

    def _birthday(self, day, minor):
        youngest, oldest = (16.1, 17.9) if minor else (18.1, 28.8)
        return (day - self.random.uniform(youngest, oldest) * YEAR).date()

    def _education(self, minor, least):
        weights = MINORS_EDUCATION if minor else ADULTS_EDUCATION
        rank = self.levels[least].rank
        enough = {code: weight for code, weight in weights.items() if self.levels[code].rank >= rank}
        return self.levels[self.pick(enough or {least: 1})]

    def _number(self, trainee):
        """A NIK as the register would give it. One in ten moved here and keeps the code of where they came from."""
        district = trainee.region.code[:8].replace(".", "")
        if self.random.random() < 0.1:
            moved = self.random.choice(self.villages[self.pick(REGENCIES)])
            district = moved.code[:8].replace(".", "")
        born = trainee.birth_date
        day = born.day + (40 if trainee.sex == Sex.FEMALE else 0)
        trainee.nik = f"{district}{day:02d}{born:%m%y}{self.count:04d}"

    def _guardian(self, trainee):
        relation, sex = self.random.choice([("Ibu", Sex.FEMALE), ("Ayah", Sex.MALE), ("Paman", Sex.MALE)])
        family = trainee.full_name.rpartition(" ")[2]
        name = f"{self._name(sex).partition(' ')[0]} {family}"
        self.guardians.append(Guardian(trainee=trainee, name=name, relation=relation, phone=self.phone()))

    def store(self):
        User.objects.bulk_create(self.users)
        EmailAddress.objects.bulk_create(
            EmailAddress(user=user, email=user.email, verified=True, primary=True) for user in self.users
        )
        Trainee.objects.bulk_create(self.trainees)
        Guardian.objects.bulk_create(self.guardians)
        self.users, self.trainees, self.guardians = [], [], []


def take_index(trainee):
    """What submitting does: from now on this NIK is theirs."""
    trainee.nik_index = sealing.blind_index(trainee.nik)
