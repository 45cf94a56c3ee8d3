-- Times that no event has. PostgreSQL takes 'infinity' and years up to 294276; an event of such a time has no hash and
-- cannot be shown. Not validated: that would read the whole trail under a lock, and a trail that has such a row already
-- must be migrated all the same (verification lists it). A month keeps the constraint when it goes to the archive, where
-- it has to be the same one, under the same name.
ALTER TABLE "AuditLog" ADD CONSTRAINT "AuditLog_occurredAt"
  CHECK ("occurredAt" >= '0001-01-01 00:00:00+00' AND "occurredAt" < '10000-01-01 00:00:00+00') NOT VALID;
ALTER TABLE "audit_log_archive" ADD CONSTRAINT "AuditLog_occurredAt"
  CHECK ("occurredAt" >= '0001-01-01 00:00:00+00' AND "occurredAt" < '10000-01-01 00:00:00+00') NOT VALID;
ALTER TABLE "AuditCheckpoint" ADD CONSTRAINT "AuditCheckpoint_createdAt"
  CHECK ("createdAt" >= '0001-01-01 00:00:00+00' AND "createdAt" < '10000-01-01 00:00:00+00') NOT VALID;
