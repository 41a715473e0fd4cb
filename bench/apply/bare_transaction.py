"""The sending of a first-come application as bare SQL under pgbench: what PostgreSQL alone could do.

The same locks, reads and rows as the portal's transaction, and the same promises of the database underneath; without
pages, forms, sessions and Python.
"""

import re
import subprocess

from django.db import connection

CLIENTS = 64
DRAFTS = """DROP TABLE IF EXISTS bench_turn;
    CREATE TABLE bench_turn AS
    SELECT row_number() OVER (ORDER BY a.id) AS turn, a.id AS application, a.trainee_id AS trainee, a.wave_id AS wave,
           c.id AS choice, c.offering_id AS offering, t.phone AS phone
    FROM enrollment_application a JOIN enrollment_choice c ON c.application_id = a.id
    JOIN trainees_trainee t ON t.id = a.trainee_id WHERE a.id = ANY(%s);
    ALTER TABLE bench_turn ADD PRIMARY KEY (turn);
    DROP SEQUENCE IF EXISTS bench_next; CREATE SEQUENCE bench_next"""
ONE = r"""
SELECT nextval('bench_next') AS turn \gset
SELECT application, trainee, wave, choice, offering, phone FROM bench_turn WHERE turn = :turn \gset
BEGIN;
INSERT INTO trainees_consent (given_by, channel, given_at, text_id, trainee_id)
    SELECT 'Contoh', 'portal', now(), id, :trainee FROM trainees_consenttext WHERE purpose IN ('processing', 'truth');
SELECT id FROM cohorts_wave WHERE id = :wave FOR NO KEY UPDATE;
SELECT status FROM cohorts_offering WHERE id = :offering;
SELECT coalesce((SELECT s.id FROM cohorts_seat s JOIN cohorts_cohort k ON k.id = s.cohort_id
    WHERE k.offering_id = :offering AND NOT EXISTS (SELECT 1 FROM enrollment_application a WHERE a.seat_id = s.id)
    ORDER BY k.name, s.number LIMIT 1 FOR UPDATE OF s SKIP LOCKED), 0) AS seat \gset
SELECT id FROM enrollment_application WHERE id = :application FOR NO KEY UPDATE;
SELECT pg_advisory_xact_lock(:trainee);
UPDATE trainees_trainee SET nik_index = 'bench' || :trainee WHERE id = :trainee
    AND NOT EXISTS (SELECT 1 FROM trainees_trainee WHERE nik_index = 'bench' || :trainee AND id <> :trainee);
SELECT coalesce(max(queue_place), 0) + 1 AS place FROM enrollment_choice
    WHERE offering_id = :offering AND queue_place IS NOT NULL \gset
UPDATE enrollment_choice SET state = CASE WHEN :seat > 0 THEN 'taken' ELSE 'waiting' END,
    queue_place = CASE WHEN :seat > 0 THEN NULL ELSE :place END WHERE id = :choice;
UPDATE enrollment_application SET seat_id = nullif(:seat, 0), submitted_at = now(), number = :application,
    status = CASE WHEN :seat > 0 THEN 'provisional' ELSE 'reserve' END,
    answer_by = CASE WHEN :seat > 0 THEN now() + interval '3 days' END WHERE id = :application;
INSERT INTO audit_auditentry (at, role, center_code, request_id, action, subject_id, from_status, to_status, note,
        facts)
    VALUES (now(), 'trainee', '', '', 'application.submit', :application, 'draft', 'reserve', '', '{}');
INSERT INTO notifications_outboxmessage (kind, channel, to_address, language, subject, body, is_secret, subject_type,
        subject_id, center_code, state, priority, not_before, attempts, last_error, message_id, created_at, batch,
        routes, "values")
    VALUES ('enrollment/queued', 'whatsapp', 'bench', 'id', '', 'Contoh', false, 'enrollment.application',
        :application, '', 'waiting', 5, now(), 0, '', '<bench' || :application || '>', now(), '', '[]', '{}');
COMMIT;
"""


def rate(house, signed):
    """Applications a second, 64 connections at a time, each of `signed` once."""
    with connection.cursor() as cursor:
        cursor.execute(DRAFTS, [[person.application for person in signed]])
    script = house.folder / "one.sql"
    script.write_text(ONE)
    address = ["-h", house.postgres.sockets, "-U", "portal", connection.settings_dict["NAME"]]
    each = len(signed) // CLIENTS
    return float(re.search(r"tps = ([\d.]+)", _run(house, script, each, address))[1])


def _run(house, script, each, address):
    command = [house.postgres.binaries / "pgbench", "-n", "-c", CLIENTS, "-j", 2, "-t", each, "-f", script, *address]
    answer = subprocess.run([str(part) for part in command], capture_output=True, text=True)
    if answer.returncode or "tps" not in answer.stdout:
        raise AssertionError(f"pgbench: {answer.stderr[-800:]}")
    return answer.stdout
