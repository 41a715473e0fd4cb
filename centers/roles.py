"""Who may do what: one table for the site and the admin. A row is (what, action) → roles; nothing is implied.

`what` is a model's label or "page"; actions on a model are view, add, change, delete or the name of a move; on
"page" the action is the page's name. A superuser may do everything that has a row; a row of NOBODY is theirs alone.
"""

from centers.models import Role

INSTRUCTOR, OFFICER, HEAD = Role.INSTRUCTOR, Role.OFFICER, Role.HEAD
CERTIFICATION, PLACEMENT, WARDEN = Role.CERTIFICATION, Role.PLACEMENT, Role.WARDEN
TREASURER, PROVINCE, PROTECTION = Role.TREASURER, Role.PROVINCE, Role.PROTECTION
READERS = frozenset({OFFICER, HEAD, CERTIFICATION, PROVINCE})
DESK = frozenset({OFFICER, HEAD, CERTIFICATION, PLACEMENT, WARDEN, TREASURER, PROVINCE, PROTECTION})
INTAKE = frozenset({OFFICER})
LEADERS = frozenset({HEAD})
NOBODY = frozenset()
# A head fills the posts below their own. Heads, the province and whoever watches over them come from above.
GIVEN_BY_A_HEAD = frozenset({INSTRUCTOR, OFFICER, CERTIFICATION, PLACEMENT, WARDEN, TREASURER})

_VIEWS = {
    "accounts.user": LEADERS,
    "audit.auditentry": frozenset({HEAD, PROTECTION}),
    "audit.viewlog": frozenset({HEAD, PROTECTION}),
    "audit.purgerecord": frozenset({PROTECTION}),
    "audit.seal": frozenset({HEAD, PROTECTION}),
    "audit.retentionrule": frozenset({PROTECTION}),
    "centers.center": READERS,
    "centers.official": READERS,
    "centers.membership": LEADERS,
    "centers.invitation": LEADERS,
    "centers.region": READERS,
    "centers.educationlevel": READERS,
    "centers.documentkind": READERS,
    "centers.privacynotice": frozenset({OFFICER, HEAD, PROTECTION}),
    "notifications.outboxmessage": frozenset({OFFICER, HEAD, CERTIFICATION}),
    "notifications.messagetext": frozenset({OFFICER, HEAD}),
    "notifications.whatsapptemplate": NOBODY,
    "jobs.job": frozenset({OFFICER, HEAD, CERTIFICATION}),
    "jobs.jobresult": frozenset({OFFICER, HEAD, CERTIFICATION}),
    "jobs.dutyrun": NOBODY,
    "cohorts.track": READERS,
    "cohorts.program": READERS,
    "cohorts.programunit": READERS,
    "cohorts.programtopic": READERS,
    "cohorts.unit": READERS,
    "cohorts.funding": READERS,
    "cohorts.wave": READERS,
    "cohorts.offering": READERS,
    "cohorts.offeringdocument": READERS,
    "enrollment.eligibilityrule": READERS,
    "cohorts.cohort": READERS,
    "cohorts.seat": READERS,
    "cohorts.session": READERS,
    "cohorts.booking": READERS,
    "cohorts.resource": READERS,
    "cohorts.holiday": READERS,
    "cohorts.announcement": READERS,
    "cohorts.faq": READERS,
    "trainees.trainee": frozenset({OFFICER, HEAD, CERTIFICATION}),
    "trainees.contact": frozenset({OFFICER, HEAD}),
    "trainees.guardian": frozenset({OFFICER, HEAD}),
    "trainees.healthanswer": frozenset({OFFICER}),
    "trainees.document": frozenset({OFFICER, HEAD}),
    "trainees.consent": frozenset({OFFICER, HEAD, PROTECTION}),
    "trainees.consenttext": frozenset({OFFICER, HEAD, PROTECTION}),
    "trainees.consentgap": frozenset({OFFICER, HEAD, PROTECTION}),
    "trainees.datarequest": frozenset({OFFICER, HEAD, PROTECTION}),
    "enrollment.application": frozenset({OFFICER, HEAD}),
    "enrollment.choice": frozenset({OFFICER, HEAD}),
    "enrollment.score": frozenset({OFFICER, HEAD}),
    "enrollment.ranking": frozenset({OFFICER, HEAD}),
    "enrollment.rankingrow": frozenset({OFFICER, HEAD}),
    "enrollment.enrollment": READERS - {PROVINCE},
    "classroom.sheet": frozenset({OFFICER, HEAD, TREASURER}),
    "classroom.mark": frozenset({OFFICER, HEAD, TREASURER}),
    "certification.assessment": frozenset({OFFICER, HEAD, CERTIFICATION}),
    "certification.overallresult": frozenset({OFFICER, HEAD, CERTIFICATION}),
    "certification.certificate": frozenset({OFFICER, HEAD, CERTIFICATION}),
    "certification.bnsprecord": frozenset({OFFICER, HEAD, CERTIFICATION, PLACEMENT}),
    "certification.numberseries": frozenset({HEAD, CERTIFICATION}),
}

TABLE = {(what, "view"): roles for what, roles in _VIEWS.items()} | {
    # the institution, and what all centers share
    ("accounts.user", "add"): NOBODY,
    ("accounts.user", "change"): NOBODY,
    ("centers.center", "add"): NOBODY,
    ("centers.center", "change"): LEADERS,
    # who works here: centers.roles.may_appoint says whom
    ("page", "invite"): LEADERS,
    ("page", "invite_superuser"): NOBODY,
    ("centers.invitation", "resend"): LEADERS,
    ("centers.invitation", "withdraw"): LEADERS,
    ("accounts.user", "reset_factor"): LEADERS,
    ("accounts.user", "leave"): LEADERS,
    ("page", "review"): frozenset({HEAD, PROVINCE, PROTECTION}),
    ("page", "confirm_review"): frozenset({HEAD, PROTECTION}),
    ("centers.membership", "add"): NOBODY,
    ("centers.membership", "change"): NOBODY,
    ("centers.documentkind", "add"): NOBODY,
    ("centers.documentkind", "change"): NOBODY,
    ("cohorts.track", "add"): NOBODY,
    ("cohorts.track", "change"): NOBODY,
    ("cohorts.program", "add"): NOBODY,
    ("cohorts.program", "change"): NOBODY,
    ("cohorts.programunit", "add"): NOBODY,
    ("cohorts.programunit", "change"): NOBODY,
    ("cohorts.programunit", "delete"): NOBODY,
    ("cohorts.programtopic", "add"): NOBODY,
    ("cohorts.programtopic", "change"): NOBODY,
    ("cohorts.programtopic", "delete"): NOBODY,
    ("cohorts.unit", "add"): NOBODY,
    ("cohorts.unit", "change"): NOBODY,
    ("cohorts.funding", "add"): NOBODY,
    ("cohorts.funding", "change"): NOBODY,
    ("trainees.consenttext", "add"): NOBODY,
    ("centers.official", "add"): LEADERS,
    ("centers.official", "change"): LEADERS,
    ("cohorts.resource", "add"): INTAKE,
    ("cohorts.resource", "change"): INTAKE,
    ("cohorts.holiday", "add"): INTAKE,
    ("cohorts.holiday", "change"): INTAKE,
    ("cohorts.holiday", "delete"): INTAKE,
    ("cohorts.announcement", "add"): INTAKE,
    ("cohorts.announcement", "change"): INTAKE,
    ("cohorts.faq", "add"): INTAKE,
    ("cohorts.faq", "change"): INTAKE,
    ("centers.privacynotice", "add"): frozenset({PROTECTION}),
    ("audit.retentionrule", "change"): NOBODY,
    # what is offered
    ("cohorts.wave", "add"): INTAKE,
    ("cohorts.wave", "change"): INTAKE,
    ("cohorts.offering", "add"): INTAKE,
    ("cohorts.offering", "change"): INTAKE,
    ("cohorts.offeringdocument", "add"): INTAKE,
    ("cohorts.offeringdocument", "change"): INTAKE,
    ("cohorts.offeringdocument", "delete"): INTAKE,
    ("enrollment.eligibilityrule", "add"): INTAKE,
    ("enrollment.eligibilityrule", "change"): INTAKE,
    ("enrollment.eligibilityrule", "delete"): INTAKE,
    ("cohorts.offering", "copy_rules"): INTAKE,
    ("cohorts.cohort", "add"): INTAKE,
    ("cohorts.cohort", "change"): INTAKE,
    ("cohorts.wave", "open"): INTAKE,
    ("cohorts.wave", "add_offerings"): INTAKE,
    ("cohorts.wave", "copy_offerings"): INTAKE,
    ("cohorts.wave", "close"): INTAKE,
    ("cohorts.offering", "open"): INTAKE,
    ("cohorts.offering", "close"): INTAKE,
    ("cohorts.offering", "remove"): INTAKE,
    ("cohorts.cohort", "remove"): INTAKE,
    ("cohorts.cohort", "drop_sessions"): INTAKE,
    ("cohorts.cohort", "resize"): INTAKE,
    ("cohorts.cohort", "plan_sessions"): INTAKE,
    ("cohorts.cohort", "start"): INTAKE,
    ("cohorts.cohort", "test"): INTAKE,
    ("cohorts.cohort", "finish"): INTAKE,
    ("cohorts.session", "change"): INTAKE,
    ("cohorts.session", "cancel"): INTAKE,
    # who gets a seat
    ("trainees.consentgap", "close"): INTAKE,
    ("trainees.trainee", "verify_phone"): INTAKE,
    ("trainees.trainee", "give_code"): INTAKE,
    ("trainees.datarequest", "fulfil"): frozenset({OFFICER, PROTECTION}),
    ("trainees.datarequest", "decline"): frozenset({OFFICER, PROTECTION}),
    ("trainees.trainee", "correct"): INTAKE,
    ("trainees.document", "show"): frozenset({OFFICER, HEAD}),
    ("trainees.trainee", "show_nik"): INTAKE,
    ("enrollment.application", "return"): INTAKE,
    ("enrollment.application", "verify"): INTAKE,
    ("enrollment.application", "verify_seat"): INTAKE,
    ("enrollment.application", "reopen"): INTAKE,
    ("enrollment.application", "refuse"): INTAKE,
    ("enrollment.application", "miss_test"): INTAKE,
    ("enrollment.application", "settle_claim"): INTAKE,
    ("enrollment.application", "withdraw"): INTAKE,
    ("enrollment.application", "confirm"): INTAKE,
    ("enrollment.application", "leave"): INTAKE,
    ("enrollment.application", "score"): INTAKE,
    ("enrollment.ranking", "propose"): INTAKE,
    ("enrollment.ranking", "retract"): frozenset({OFFICER, HEAD}),
    ("enrollment.ranking", "publish"): LEADERS,
    ("enrollment.enrollment", "dismiss"): LEADERS,
    # what they can do
    ("certification.certificate", "issue"): frozenset({CERTIFICATION}),
    ("certification.certificate", "revoke"): frozenset({CERTIFICATION}),
    ("certification.certificate", "replace"): frozenset({CERTIFICATION}),
    ("certification.certificate", "download"): frozenset({OFFICER, HEAD, CERTIFICATION}),
    ("cohorts.cohort", "complete"): INTAKE,
    ("certification.bnsprecord", "add"): frozenset({CERTIFICATION}),
    ("certification.bnsprecord", "change"): frozenset({CERTIFICATION}),
    # what people are told
    ("notifications.messagetext", "write"): frozenset({OFFICER, HEAD}),
    ("notifications.outboxmessage", "resend"): frozenset({OFFICER, HEAD, CERTIFICATION}),
    ("notifications.whatsapptemplate", "change"): NOBODY,
    ("notifications.whatsapptemplate", "submit"): NOBODY,
    ("page", "write_to_people"): frozenset({OFFICER, HEAD}),
    ("page", "channels"): LEADERS,
    # pages
    ("page", "desk"): DESK,
    ("page", "wave_control"): frozenset({OFFICER, HEAD}),
    ("page", "teaching"): frozenset({INSTRUCTOR}),
    ("page", "jobs"): frozenset({OFFICER, HEAD, CERTIFICATION}),
    ("page", "person_history"): frozenset({HEAD, PROTECTION}),
    ("page", "retention"): frozenset({PROTECTION}),
}


def may(actor, what, action):
    """Whether this actor's role has that row. Which objects they may do it to is the query set's question."""
    granted = TABLE.get((what, action))
    if actor is None or not actor.role or granted is None:
        return False
    return actor.role == "superuser" or actor.role in granted


def may_appoint(actor, role, center_code):
    """Whether this actor may give, renew or end that role at that center ("" for the province)."""
    if actor.role == "superuser":
        return True
    return actor.role == HEAD and role in GIVEN_BY_A_HEAD and center_code == actor.center_code
