"""Every address of the portal and what it answers to whom. Written by hand: nothing here is read from the role table.

An address without a row, or a row without an address, fails `test_roles.py`. To add a page, add its row; to add an
admin model, add its line to MODELS. Roles by letter, in the order of the columns of PAGES
in `role_pages.py`:
"""

from dataclasses import dataclass, field

LETTERS = {
    "a": "anonymous",
    "t": "trainee",
    "i": "instructor",
    "o": "officer",
    "h": "head",
    "c": "certification",
    "p": "placement",
    "w": "warden",
    "b": "treasurer",
    "v": "province",
    "d": "protection",
    "s": "superuser",
}
EVERYWHERE = "vs"  # the province and superusers see other centers' objects too


@dataclass(frozen=True)
class Rights:
    """Who may look at the list and at one object, add, change, delete, and take each move.

    `shared`: reference data, no center's own. What one may not do is 403; another center's object is 404.
    """

    see: str
    add: str = ""
    change: str = ""
    delete: str = ""
    moves: dict = field(default_factory=dict)
    shared: bool = False


# fmt: off
MODELS = {
    "accounts.user": Rights("hs", add="s", change="s"),
    "audit.auditentry": Rights("hds"),
    "audit.viewlog": Rights("hds"),
    "audit.purgerecord": Rights("ds", shared=True),
    "audit.seal": Rights("hds", shared=True),
    "audit.retentionrule": Rights("ds", change="s", shared=True),
    "centers.center": Rights("ohcvs", add="s", change="hs"),
    "centers.official": Rights("ohcvs", add="hs", change="hs"),
    "centers.membership": Rights("hs", add="s", change="s"),
    "centers.invitation": Rights("hs"),
    "centers.region": Rights("ohcvs", shared=True),
    "centers.educationlevel": Rights("ohcvs", shared=True),
    "centers.documentkind": Rights("ohcvs", add="s", change="s", shared=True),
    "notifications.outboxmessage": Rights("ohcs"),
    "notifications.messagetext": Rights("ohs"),
    "notifications.whatsapptemplate": Rights("s", change="s", shared=True),
    "jobs.job": Rights("ohcs"),
    "jobs.jobresult": Rights("ohcs"),
    "jobs.dutyrun": Rights("s", shared=True),
    "cohorts.track": Rights("ohcvs", add="s", change="s", shared=True),
    "cohorts.program": Rights("ohcvs", add="s", change="s", shared=True),
    "cohorts.unit": Rights("ohcvs", add="s", change="s", shared=True),
    "cohorts.funding": Rights("ohcvs", add="s", change="s", shared=True),
    "cohorts.wave": Rights("ohcvs", add="os", change="os", moves={
        "add_offerings": "os", "copy_offerings": "os", "open": "os", "plan_sittings": "os",
    }),
    "cohorts.offering": Rights("ohcvs", add="os", change="os", moves={
        "open": "os", "close": "os", "remove": "os", "copy_rules": "os", "change_policy": "hs",
    }),
    "enrollment.eligibilityrule": Rights("ohcvs", add="os", change="os", delete="os"),
    "cohorts.cohort": Rights("ohcvs", add="os", change="os", moves={
        "plan_sessions": "os", "resize": "os", "start": "os", "test": "os", "finish": "os",
        "drop_sessions": "os", "remove": "os",
    }),
    "cohorts.session": Rights("ohcvs", change="os", moves={"cancel": "os"}),
    "cohorts.resource": Rights("ohcvs", add="os", change="os"),
    "cohorts.holiday": Rights("ohcvs", add="os", change="os", delete="os", shared=True),
    "cohorts.announcement": Rights("ohcvs", add="os", change="os"),
    "cohorts.faq": Rights("ohcvs", add="os", change="os"),
    "centers.privacynotice": Rights("ohds", add="ds", shared=True),
    "trainees.trainee": Rights("ohcs", moves={"verify_phone": "os", "give_code": "os", "correct": "os"}),
    "trainees.consent": Rights("ohds"),
    "trainees.consenttext": Rights("ohds", add="s", shared=True),
    "trainees.datarequest": Rights("ohds", moves={"fulfil": "ods", "decline": "ods"}),
    "trainees.consentgap": Rights("ohds", moves={"close": "os"}),
    "enrollment.application": Rights("ohs", moves={
        "verify": "os", "verify_seat": "os", "return": "os", "refuse": "os", "settle_claim": "os", "score": "os",
        "reopen": "os", "miss_test": "os", "undo_miss_test": "os", "book": "os", "confirm": "os",
        "withdraw": "os", "leave": "os", "assign": "ohs", "write_note": "ohs",
    }),
    "enrollment.sitting": Rights("ohs", moves={"close": "os", "terms": "os", "reschedule": "os", "cancel": "os"}),
    "enrollment.appointment": Rights("ohs", moves={
        "check_in": "os", "move": "os", "undo_check_in": "os", "cancel": "os",
    }),
    "enrollment.criterion": Rights("ohs", add="os", change="os", moves={"retire": "os"}),
    "enrollment.paperreason": Rights("ohs", add="os", change="os", delete="os"),
    "enrollment.ranking": Rights("ohs"),
    "enrollment.rankingrow": Rights("ohs"),
    "enrollment.appeal": Rights("ohs", moves={"grant": "hs", "decline": "hs"}),
    "enrollment.enrollment": Rights("ohcs", moves={"dismiss": "hs"}),
    "classroom.sheet": Rights("ohbs"),
    "classroom.mark": Rights("ohbs"),
    "certification.assessment": Rights("ohcs"),
    "certification.overallresult": Rights("ohcs"),
    "certification.certificate": Rights("ohcs", moves={"revoke": "cs", "replace": "cs"}),
    "certification.numberseries": Rights("hcs"),
    "certification.bnsprecord": Rights("ohcps", add="cs", change="cs"),
}
# fmt: on
# fmt: off

# own: of the trainee or the instructor who asks; same: of somebody else at their center; other: of another center.
