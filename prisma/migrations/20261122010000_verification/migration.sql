-- The event that says that a month was dropped is itself dropped some years later, and its month must not look removed in
-- secret from then on. Each such event therefore repeats what the last one before it says. Months go oldest first, so
-- that the last one is repeated long before its own month goes.
CREATE OR REPLACE FUNCTION daybook_record_retention(act text, act_severity "AuditSeverity", sentence text, actor text, details jsonb) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
  at timestamptz := clock_timestamp();
  last_drop jsonb;
BEGIN
  IF act = 'AUDIT_DROPPED' THEN
    SELECT "metadata" INTO last_drop FROM (
      (SELECT "id", "metadata" FROM "AuditLog" WHERE "action" = 'AUDIT_DROPPED' AND "source" = 'daybook' ORDER BY "id" DESC LIMIT 1)
      UNION ALL
      (SELECT "id", "metadata" FROM "audit_log_archive" WHERE "action" = 'AUDIT_DROPPED' AND "source" = 'daybook' ORDER BY "id" DESC LIMIT 1)
    ) AS e ORDER BY "id" DESC LIMIT 1;
    IF last_drop IS NOT NULL THEN
      details := details || jsonb_build_object('earlier',
        coalesce(last_drop -> 'earlier', '[]') || jsonb_build_array(last_drop - 'earlier'));
    END IF;
  END IF;
  INSERT INTO "AuditLog" ("id", "occurredAt", "action", "severity", "description", "actorType", "userName", "metadata")
    VALUES (daybook_uuidv7(at), at, act, act_severity, sentence, 'system', actor, details);
END $$;
