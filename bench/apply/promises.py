"""What must be true of the database afterwards, and what everybody was told, asked in SQL."""

from django.db import connection

SEATS_TAKEN = """SELECT count(*) FROM enrollment_application a JOIN enrollment_choice c ON c.application_id = a.id
    WHERE a.seat_id IS NOT NULL AND a.status = 'provisional' AND c.offering_id = ANY(%s)"""
OVERSOLD = """SELECT count(*) FROM (SELECT seat_id FROM enrollment_application WHERE seat_id IS NOT NULL
    GROUP BY 1 HAVING count(*) > 1) s"""
OVER_THE_CLASS = """SELECT count(*) FROM (SELECT c.offering_id FROM enrollment_application a
    JOIN enrollment_choice c ON c.application_id = a.id WHERE a.seat_id IS NOT NULL GROUP BY 1
    HAVING count(*) > (SELECT count(*) FROM cohorts_seat s JOIN cohorts_cohort k ON k.id = s.cohort_id
                       WHERE k.offering_id = c.offering_id)) o"""
GAPS = """SELECT count(*) FROM (SELECT offering_id FROM enrollment_choice WHERE queue_place IS NOT NULL GROUP BY 1
    HAVING max(queue_place) <> count(*) OR min(queue_place) <> 1 OR count(DISTINCT queue_place) <> count(*)) q"""
BESIDE_A_FREE_SEAT = """SELECT count(*) FROM cohorts_offering o
    WHERE EXISTS (SELECT 1 FROM enrollment_choice c JOIN enrollment_application a ON a.id = c.application_id
                  WHERE c.offering_id = o.id AND c.queue_place IS NOT NULL AND a.status = 'reserve')
      AND EXISTS (SELECT 1 FROM cohorts_seat s JOIN cohorts_cohort k ON k.id = s.cohort_id
                  WHERE k.offering_id = o.id
                    AND NOT EXISTS (SELECT 1 FROM enrollment_application a WHERE a.seat_id = s.id))"""
NOT_ONE_MESSAGE = """SELECT count(*) FROM (SELECT a.id FROM enrollment_application a
    LEFT JOIN notifications_outboxmessage m ON m.subject_type = 'enrollment.application' AND m.subject_id = a.id
    WHERE a.status IN ('provisional', 'reserve', 'submitted') GROUP BY 1 HAVING count(m.id) <> 1) a"""
BROKEN = {
    "seats given twice": OVERSOLD,
    "offerings with more people than seats": OVER_THE_CLASS,
    "queues with a gap or a double": GAPS,
    "offerings where somebody waits beside a free seat": BESIDE_A_FREE_SEAT,
    "applications without exactly one message": NOT_ONE_MESSAGE,
}
TOLD = """SELECT a.id, CASE WHEN a.seat_id IS NOT NULL THEN 'seat' WHEN c.queue_place IS NOT NULL THEN 'queue'
    ELSE 'sent' END, c.queue_place FROM enrollment_application a JOIN enrollment_choice c ON c.application_id = a.id
    WHERE a.id = ANY(%s) AND a.status <> 'draft'"""


def rows(sql, *parameters):
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return cursor.fetchall()


def broken():
    """Name and count of what does not hold. Empty: all does."""
    found = {name: rows(sql)[0][0] for name, sql in BROKEN.items()}
    return {name: count for name, count in found.items() if count}


def seats_taken(offerings):
    return rows(SEATS_TAKEN, [offering.pk for offering in offerings])[0][0]


def told_otherwise(told):
    """How many were told something else than what the database says, or are there and were told nothing."""
    there = {pk: (outcome, place) for pk, outcome, place in rows(TOLD, [person.application for person in told])}
    return sum(there.get(person.application) != words for person, words in told.items())
