-- The ledger: the order in which events were sealed, the Merkle tree over them, signed checkpoints, statistics, search,
-- archive and erasure. docs/ledger.md tells how they belong together.

-- Who leads: an epoch that every transaction of a leader checks, so that one that froze and thaws is refused.
CREATE TABLE "Lease" (
  "name" TEXT NOT NULL,
  "owner" TEXT NOT NULL,
  "epoch" BIGINT NOT NULL,
  "expiresAt" TIMESTAMPTZ(3) NOT NULL,
  CONSTRAINT "Lease_pkey" PRIMARY KEY ("name")
);

-- Committed events that wait for the sealer. Filled by the trigger below, so that an event that is committed late is
-- sealed late and never missed.
CREATE TABLE "AuditUnsealed" (
  "id" UUID NOT NULL,
  CONSTRAINT "AuditUnsealed_pkey" PRIMARY KEY ("id")
) WITH (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 20000, autovacuum_vacuum_insert_scale_factor = 0);

-- The sealed order, dense from 0. Salt and hash stand here only for rows that came without (triggers, older versions).
CREATE TABLE "AuditLeaf" (
  "seq" BIGINT NOT NULL,
  "id" UUID NOT NULL,
  "salt" BYTEA,
  "bodyHash" BYTEA,
  CONSTRAINT "AuditLeaf_pkey" PRIMARY KEY ("seq")
);
CREATE UNIQUE INDEX "AuditLeaf_id_key" ON "AuditLeaf" ("id");

-- The tree of RFC 6962 in tiles of 256 hashes (C2SP tlog-tiles): level 0 holds the leaves' hashes.
CREATE TABLE "AuditTile" (
  "level" INTEGER NOT NULL,
  "index" BIGINT NOT NULL,
  "hashes" BYTEA NOT NULL,
  CONSTRAINT "AuditTile_pkey" PRIMARY KEY ("level", "index"),
  CONSTRAINT "AuditTile_hashes" CHECK (length("hashes") BETWEEN 32 AND 8192 AND length("hashes") % 32 = 0)
);
-- Hashes do not compress.
ALTER TABLE "AuditTile" ALTER COLUMN "hashes" SET STORAGE EXTERNAL;

CREATE TABLE "AuditCheckpoint" (
  "number" INTEGER NOT NULL,
  "createdAt" TIMESTAMPTZ(3) NOT NULL,
  "size" BIGINT NOT NULL,
  "rootHash" BYTEA NOT NULL,
  "note" TEXT NOT NULL,
  CONSTRAINT "AuditCheckpoint_pkey" PRIMARY KEY ("number")
);
CREATE INDEX "AuditCheckpoint_size_idx" ON "AuditCheckpoint" ("size");

-- Statistics, counted in the transaction that seals. Kept apart by what they are read for: a day by hours, its edge by minutes.
CREATE TABLE "AuditMinute" (
  "at" TIMESTAMPTZ(3) NOT NULL,
  "source" TEXT NOT NULL,
  "action" TEXT NOT NULL,
  "severity" "AuditSeverity" NOT NULL,
  "count" BIGINT NOT NULL,
  CONSTRAINT "AuditMinute_pkey" PRIMARY KEY ("at", "source", "action", "severity")
);
CREATE TABLE "AuditHour" (
  "at" TIMESTAMPTZ(3) NOT NULL,
  "source" TEXT NOT NULL,
  "action" TEXT NOT NULL,
  "severity" "AuditSeverity" NOT NULL,
  "count" BIGINT NOT NULL,
  CONSTRAINT "AuditHour_pkey" PRIMARY KEY ("at", "source", "action", "severity")
);

-- Search: which words and ids occur among 256 events that were sealed one after the other, each with the places (1 to
-- 256) of the events it occurs in. One row per block and one index over all of it; the events themselves are then looked
-- at one by one.
CREATE TABLE "AuditBlock" (
  "index" BIGINT NOT NULL,
  "minId" UUID NOT NULL,
  "maxId" UUID NOT NULL,
  "words" TSVECTOR,
  CONSTRAINT "AuditBlock_pkey" PRIMARY KEY ("index")
);
CREATE INDEX "AuditBlock_words_idx" ON "AuditBlock" USING GIN ("words");
-- Gathering statistics of thousands of words a row would take minutes, and the default estimate leads to the index.
ALTER TABLE "AuditBlock" ALTER COLUMN "words" SET STATISTICS 0;

-- What was erased: the commitments stay where the values were, so that every proof still holds.
CREATE TABLE "AuditErasure" (
  "id" UUID NOT NULL,
  "erasedAt" TIMESTAMPTZ(3) NOT NULL,
  "actorHash" BYTEA,
  "contentHash" BYTEA,
  "referenceHash" BYTEA,
  CONSTRAINT "AuditErasure_pkey" PRIMARY KEY ("id")
);

-- Months that retention has removed; their leaves stay.
CREATE TABLE "AuditDrop" (
  "partition" TEXT NOT NULL,
  "fromId" UUID NOT NULL,
  "toId" UUID NOT NULL,
  "rows" BIGINT NOT NULL,
  "droppedAt" TIMESTAMPTZ(3) NOT NULL,
  CONSTRAINT "AuditDrop_pkey" PRIMARY KEY ("partition")
);

-- A hold keeps archived events from being dropped, all of them or those of a span of time.
CREATE TABLE "AuditLegalHold" (
  "id" UUID NOT NULL,
  "reason" TEXT NOT NULL,
  "fromTime" TIMESTAMPTZ(3),
  "toTime" TIMESTAMPTZ(3),
  "createdAt" TIMESTAMPTZ(3) NOT NULL,
  "createdBy" TEXT NOT NULL,
  "releasedAt" TIMESTAMPTZ(3),
  "releasedBy" TEXT,
  CONSTRAINT "AuditLegalHold_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "AuditVerification" (
  "id" UUID NOT NULL,
  "startedAt" TIMESTAMPTZ(3) NOT NULL,
  "startedBy" TEXT NOT NULL,
  "heartbeatAt" TIMESTAMPTZ(3) NOT NULL,
  "finishedAt" TIMESTAMPTZ(3),
  "size" BIGINT NOT NULL,
  "checked" BIGINT NOT NULL DEFAULT 0,
  "checkpoints" INTEGER NOT NULL DEFAULT 0,
  "passed" BOOLEAN,
  "findings" JSONB NOT NULL DEFAULT '[]',
  "findingCount" INTEGER NOT NULL DEFAULT 0,
  CONSTRAINT "AuditVerification_pkey" PRIMARY KEY ("id")
);
CREATE INDEX "AuditVerification_startedAt_idx" ON "AuditVerification" ("startedAt");

-- The archive: months that left the trail, as they were. The same indexes, so that they are attached as they are.
CREATE TABLE "audit_log_archive" (LIKE "AuditLog" INCLUDING DEFAULTS INCLUDING CONSTRAINTS) PARTITION BY RANGE ("id");
ALTER TABLE "audit_log_archive" ADD CONSTRAINT "audit_log_archive_pkey" PRIMARY KEY ("id");
CREATE INDEX "audit_log_archive_entityType_entityId_id_idx" ON "audit_log_archive" ("entityType", "entityId", "id");
CREATE INDEX "audit_log_archive_userId_id_idx" ON "audit_log_archive" ("userId", "id");
CREATE INDEX "audit_log_archive_action_id_idx" ON "audit_log_archive" ("action", "id");
CREATE INDEX "audit_log_archive_errors_idx" ON "audit_log_archive" ("id") WHERE "severity" <> 'INFO';
-- One or two of the severities: the critical ones may be few among many warnings.
CREATE INDEX "AuditLog_severity_id_idx" ON "AuditLog" ("severity", "id") WHERE "severity" <> 'INFO';
CREATE INDEX "audit_log_archive_severity_id_idx" ON "audit_log_archive" ("severity", "id") WHERE "severity" <> 'INFO';

-- Append-only, but for an erasure --------------------------------------------------------------------

-- True inside the functions below only: they run as the owner and say so. The application's login can set the
-- variable but is not the owner.
CREATE FUNCTION daybook_is_erasing(relation oid) RETURNS boolean
LANGUAGE sql STABLE AS $$
  SELECT coalesce(current_setting('daybook.erasing', true), '') = 'on'
    AND current_user = (SELECT pg_get_userbyid(relowner) FROM pg_class WHERE oid = relation)
$$;

-- Even then: only personal values may go, and nothing may come in their place.
CREATE OR REPLACE FUNCTION daybook_audit_append_only() RETURNS trigger
LANGUAGE plpgsql AS $$
DECLARE
  erasable text[] := ARRAY['userEmail', 'userName', 'ipAddress', 'userAgent', 'description', 'before', 'after', 'metadata',
    'errorMessage', 'errorStack', 'sourceEventId', 'userId', 'apiKeyId', 'institutionId', 'entityType', 'entityId',
    'requestId', 'correlationId', 'method', 'path', 'release', 'salt'];
  old_row jsonb;
  new_row jsonb;
BEGIN
  IF TG_OP = 'UPDATE' AND daybook_is_erasing(TG_RELID) THEN
    old_row := to_jsonb(OLD);
    new_row := to_jsonb(NEW);
    IF old_row - erasable = new_row - erasable AND NOT EXISTS (
      SELECT FROM jsonb_each(new_row) AS n
      WHERE n.value IS DISTINCT FROM old_row -> n.key AND n.key <> 'salt'
        AND n.value NOT IN ('null'::jsonb, '""'::jsonb))
    THEN RETURN NEW; END IF;
    -- A second erasure of one event adds commitments and changes none.
    IF TG_TABLE_NAME = 'AuditErasure' AND NOT EXISTS (
      SELECT FROM jsonb_each(old_row) AS o WHERE o.value <> 'null'::jsonb AND o.value IS DISTINCT FROM new_row -> o.key)
    THEN RETURN NEW; END IF;
  END IF;
  RAISE EXCEPTION 'The audit trail is append-only: % on "%" is refused', TG_OP, TG_TABLE_NAME USING ERRCODE = '42501';
END $$;

CREATE TRIGGER "audit_log_archive_append_only" BEFORE UPDATE OR DELETE ON "audit_log_archive"
  FOR EACH ROW EXECUTE FUNCTION daybook_audit_append_only();
CREATE TRIGGER "audit_log_archive_no_truncate" BEFORE TRUNCATE ON "audit_log_archive"
  FOR EACH STATEMENT EXECUTE FUNCTION daybook_audit_append_only();

DO $$
DECLARE
  name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['AuditLeaf', 'AuditCheckpoint', 'AuditErasure', 'AuditDrop'] LOOP
    EXECUTE format('CREATE TRIGGER %I BEFORE UPDATE OR DELETE ON %I FOR EACH ROW EXECUTE FUNCTION daybook_audit_append_only()',
      name || '_append_only', name);
    EXECUTE format('CREATE TRIGGER %I BEFORE TRUNCATE ON %I FOR EACH STATEMENT EXECUTE FUNCTION daybook_audit_append_only()',
      name || '_no_truncate', name);
  END LOOP;
END $$;

-- Waiting for the sealer --------------------------------------------------------------------------------

CREATE FUNCTION daybook_audit_queue() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER AS $$
BEGIN
  INSERT INTO "AuditUnsealed" ("id") SELECT "id" FROM added;
  RETURN NULL;
END $$;
CREATE TRIGGER "AuditLog_queue" AFTER INSERT ON "AuditLog"
  REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION daybook_audit_queue();

INSERT INTO "AuditUnsealed" ("id") SELECT "id" FROM "AuditLog" ON CONFLICT DO NOTHING;

-- Erasing ---------------------------------------------------------------------------------------------

-- Takes the personal values of one event away and keeps the commitments of those groups whose hash is given.
-- The caller records the act with recordAudit in the same transaction. False when there is no such event.
CREATE FUNCTION daybook_erase_event(event_id uuid, actor_hash bytea, content_hash bytea, reference_hash bytea) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER AS $$
DECLARE
  relation text;
  zeros bytea := decode(repeat('00', 16), 'hex');
  found_one boolean := false;
BEGIN
  IF actor_hash IS NULL AND content_hash IS NULL AND reference_hash IS NULL THEN
    RAISE EXCEPTION 'Nothing to erase was named' USING ERRCODE = '22023';
  END IF;
  IF length(actor_hash) <> 32 OR length(content_hash) <> 32 OR length(reference_hash) <> 32 THEN
    RAISE EXCEPTION 'A commitment has 32 bytes' USING ERRCODE = '22023';
  END IF;
  IF NOT EXISTS (SELECT FROM "AuditLeaf" WHERE "id" = event_id) THEN
    RAISE EXCEPTION 'Event % is not sealed yet', event_id USING ERRCODE = '55000';
  END IF;
  PERFORM set_config('daybook.erasing', 'on', true);
  FOREACH relation IN ARRAY ARRAY['AuditLog', 'audit_log_archive'] LOOP
    EXECUTE format('UPDATE %I SET
      "userEmail" = CASE WHEN $2 THEN NULL ELSE "userEmail" END, "userName" = CASE WHEN $2 THEN NULL ELSE "userName" END,
      "ipAddress" = CASE WHEN $2 THEN NULL ELSE "ipAddress" END, "userAgent" = CASE WHEN $2 THEN NULL ELSE "userAgent" END,
      "description" = CASE WHEN $3 THEN '''' ELSE "description" END, "before" = CASE WHEN $3 THEN NULL ELSE "before" END,
      "after" = CASE WHEN $3 THEN NULL ELSE "after" END, "metadata" = CASE WHEN $3 THEN NULL ELSE "metadata" END,
      "errorMessage" = CASE WHEN $3 THEN NULL ELSE "errorMessage" END, "errorStack" = CASE WHEN $3 THEN NULL ELSE "errorStack" END,
      "sourceEventId" = CASE WHEN $4 THEN NULL ELSE "sourceEventId" END, "userId" = CASE WHEN $4 THEN NULL ELSE "userId" END,
      "apiKeyId" = CASE WHEN $4 THEN NULL ELSE "apiKeyId" END, "institutionId" = CASE WHEN $4 THEN NULL ELSE "institutionId" END,
      "entityType" = CASE WHEN $4 THEN NULL ELSE "entityType" END, "entityId" = CASE WHEN $4 THEN NULL ELSE "entityId" END,
      "requestId" = CASE WHEN $4 THEN NULL ELSE "requestId" END, "correlationId" = CASE WHEN $4 THEN NULL ELSE "correlationId" END,
      "method" = CASE WHEN $4 THEN NULL ELSE "method" END, "path" = CASE WHEN $4 THEN NULL ELSE "path" END,
      "release" = CASE WHEN $4 THEN NULL ELSE "release" END,
      "salt" = CASE WHEN "salt" IS NULL THEN NULL ELSE
        (CASE WHEN $2 THEN $5 ELSE substring("salt" FROM 1 FOR 16) END) ||
        (CASE WHEN $3 THEN $5 ELSE substring("salt" FROM 17 FOR 16) END) ||
        (CASE WHEN $4 THEN $5 ELSE substring("salt" FROM 33 FOR 16) END) END
      WHERE "id" = $1', relation)
      USING event_id, actor_hash IS NOT NULL, content_hash IS NOT NULL, reference_hash IS NOT NULL, zeros;
    found_one := found_one OR EXISTS (SELECT FROM "AuditLog" WHERE "id" = event_id AND relation = 'AuditLog')
      OR EXISTS (SELECT FROM "audit_log_archive" WHERE "id" = event_id AND relation = 'audit_log_archive');
  END LOOP;
  IF found_one THEN
    UPDATE "AuditLeaf" SET "salt" =
      (CASE WHEN actor_hash IS NOT NULL THEN zeros ELSE substring("salt" FROM 1 FOR 16) END) ||
      (CASE WHEN content_hash IS NOT NULL THEN zeros ELSE substring("salt" FROM 17 FOR 16) END) ||
      (CASE WHEN reference_hash IS NOT NULL THEN zeros ELSE substring("salt" FROM 33 FOR 16) END)
      WHERE "id" = event_id AND "salt" IS NOT NULL;
    INSERT INTO "AuditErasure" ("id", "erasedAt", "actorHash", "contentHash", "referenceHash")
      VALUES (event_id, clock_timestamp(), actor_hash, content_hash, reference_hash)
      ON CONFLICT ("id") DO UPDATE SET
        "actorHash" = coalesce("AuditErasure"."actorHash", EXCLUDED."actorHash"),
        "contentHash" = coalesce("AuditErasure"."contentHash", EXCLUDED."contentHash"),
        "referenceHash" = coalesce("AuditErasure"."referenceHash", EXCLUDED."referenceHash");
  END IF;
  PERFORM set_config('daybook.erasing', '', true);
  RETURN found_one;
END $$;
REVOKE EXECUTE ON FUNCTION daybook_erase_event(uuid, bytea, bytea, bytea) FROM PUBLIC;

-- Retention ------------------------------------------------------------------------------------------
-- A month goes from the trail to the archive in three short transactions, so that nobody who reads or writes waits:
-- prepare (a check that is not validated yet), validate (reads the month, blocks nobody), move (detach and attach).

-- The bounds of a month of the given parent; null when it is none.
CREATE FUNCTION daybook_month_bounds(parent text, partition_name text, OUT from_id uuid, OUT to_id uuid)
LANGUAGE sql STABLE AS $$
  SELECT (regexp_match(bound, 'FROM \(''([0-9a-f-]{36})''\)'))[1]::uuid, (regexp_match(bound, 'TO \(''([0-9a-f-]{36})''\)'))[1]::uuid
  FROM (SELECT pg_get_expr(c.relpartbound, c.oid) AS bound
    FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
    WHERE i.inhparent = format('%I', parent)::regclass AND c.relname = partition_name) AS p
  WHERE bound <> 'DEFAULT'
$$;

-- An act of retention is an event of its own, in the same transaction.
CREATE FUNCTION daybook_record_retention(act text, act_severity "AuditSeverity", sentence text, actor text, details jsonb) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
  at timestamptz := clock_timestamp();
BEGIN
  INSERT INTO "AuditLog" ("id", "occurredAt", "action", "severity", "description", "actorType", "userName", "metadata")
    VALUES (daybook_uuidv7(at), at, act, act_severity, sentence, 'system', actor, details);
END $$;

-- Refuses a month that is not a year old.
CREATE FUNCTION daybook_archive_prepare(partition_name text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER AS $$
DECLARE
  bounds record;
BEGIN
  SELECT * INTO bounds FROM daybook_month_bounds('AuditLog', partition_name);
  IF bounds.to_id IS NULL THEN RAISE EXCEPTION 'There is no month % in the trail', partition_name USING ERRCODE = '22023'; END IF;
  IF bounds.to_id > daybook_uuidv7_floor(now() - interval '1 year') THEN
    RAISE EXCEPTION 'Month % is not a year old', partition_name USING ERRCODE = '55000';
  END IF;
  SET LOCAL lock_timeout = '2s';
  EXECUTE format('ALTER TABLE %I DROP CONSTRAINT IF EXISTS %I', partition_name, partition_name || '_month');
  EXECUTE format('ALTER TABLE %I ADD CONSTRAINT %I CHECK ("id" >= %L AND "id" < %L) NOT VALID', partition_name,
    partition_name || '_month', bounds.from_id, bounds.to_id);
END $$;

CREATE FUNCTION daybook_archive_validate(partition_name text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER AS $$
DECLARE
  bounds record;
BEGIN
  SELECT * INTO bounds FROM daybook_month_bounds('AuditLog', partition_name);
  IF bounds.to_id IS NULL THEN RAISE EXCEPTION 'There is no month % in the trail', partition_name USING ERRCODE = '22023'; END IF;
  SET LOCAL statement_timeout = 0;
  EXECUTE format('ALTER TABLE %I VALIDATE CONSTRAINT %I', partition_name, partition_name || '_month');
END $$;

CREATE FUNCTION daybook_archive_move(partition_name text, actor text) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER AS $$
DECLARE
  bounds record;
  moved bigint;
BEGIN
  SELECT * INTO bounds FROM daybook_month_bounds('AuditLog', partition_name);
  IF bounds.to_id IS NULL OR bounds.to_id > daybook_uuidv7_floor(now() - interval '1 year') THEN
    RAISE EXCEPTION 'There is no month % in the trail that is a year old', partition_name USING ERRCODE = '55000';
  END IF;
  SET LOCAL lock_timeout = '2s';
  LOCK TABLE "AuditLog" IN ACCESS EXCLUSIVE MODE;
  IF EXISTS (SELECT FROM "AuditUnsealed" WHERE "id" >= bounds.from_id AND "id" < bounds.to_id) THEN
    RAISE EXCEPTION 'Events of % wait for the sealer', partition_name USING ERRCODE = '55000';
  END IF;
  EXECUTE format('ALTER TABLE "AuditLog" DETACH PARTITION %I', partition_name);
  EXECUTE format('ALTER TABLE "audit_log_archive" ATTACH PARTITION %I FOR VALUES FROM (%L) TO (%L)', partition_name,
    bounds.from_id, bounds.to_id);
  EXECUTE format('ALTER TABLE %I DROP CONSTRAINT IF EXISTS %I', partition_name, partition_name || '_month');
  SELECT greatest(reltuples, 0)::bigint INTO moved FROM pg_class WHERE oid = format('%I', partition_name)::regclass;
  PERFORM daybook_record_retention('AUDIT_ARCHIVED', 'INFO', format('%s went to the archive', partition_name), actor,
    jsonb_build_object('partitions', jsonb_build_array(partition_name), 'fromId', bounds.from_id, 'toId', bounds.to_id));
  RETURN moved;
END $$;

-- Removes an archived month for good: older than the given days (1826 at least) and under no legal hold.
CREATE FUNCTION daybook_drop_archived(partition_name text, after_days int, actor text) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER AS $$
DECLARE
  bounds record;
  lost bigint;
BEGIN
  IF after_days IS NULL OR after_days < 1826 THEN
    RAISE EXCEPTION 'Events are kept for at least 1826 days' USING ERRCODE = '22023';
  END IF;
  SELECT * INTO bounds FROM daybook_month_bounds('audit_log_archive', partition_name);
  IF bounds.to_id IS NULL THEN RAISE EXCEPTION 'There is no month % in the archive', partition_name USING ERRCODE = '22023'; END IF;
  IF bounds.to_id > daybook_uuidv7_floor(now() - make_interval(days => after_days)) THEN
    RAISE EXCEPTION 'Month % is not % days old', partition_name, after_days USING ERRCODE = '55000';
  END IF;
  -- Nobody sets a hold while this looks for one.
  LOCK TABLE "AuditLegalHold" IN SHARE ROW EXCLUSIVE MODE;
  IF EXISTS (SELECT FROM "AuditLegalHold" WHERE "releasedAt" IS NULL
    AND ("fromTime" IS NULL OR daybook_uuidv7_floor("fromTime") < bounds.to_id)
    AND ("toTime" IS NULL OR daybook_uuidv7_floor("toTime" + interval '1 ms') > bounds.from_id)) THEN
    RAISE EXCEPTION 'Month % is under a legal hold', partition_name USING ERRCODE = '55000';
  END IF;
  SET LOCAL lock_timeout = '2s';
  EXECUTE format('SELECT count(*) FROM %I', partition_name) INTO lost;
  INSERT INTO "AuditDrop" ("partition", "fromId", "toId", "rows", "droppedAt")
    VALUES (partition_name, bounds.from_id, bounds.to_id, lost, clock_timestamp());
  EXECUTE format('ALTER TABLE "audit_log_archive" DETACH PARTITION %I', partition_name);
  EXECUTE format('DROP TABLE %I', partition_name);
  PERFORM daybook_record_retention('AUDIT_DROPPED', 'WARNING', format('%s (%s events) was removed from the archive', partition_name, lost), actor,
    jsonb_build_object('partitions', jsonb_build_array(partition_name), 'rows', lost, 'fromId', bounds.from_id, 'toId', bounds.to_id));
  RETURN lost;
END $$;

REVOKE EXECUTE ON FUNCTION daybook_record_retention(text, "AuditSeverity", text, text, jsonb) FROM PUBLIC;
REVOKE EXECUTE ON FUNCTION daybook_archive_prepare(text) FROM PUBLIC;
REVOKE EXECUTE ON FUNCTION daybook_archive_validate(text) FROM PUBLIC;
REVOKE EXECUTE ON FUNCTION daybook_archive_move(text, text) FROM PUBLIC;
REVOKE EXECUTE ON FUNCTION daybook_drop_archived(text, int, text) FROM PUBLIC;

-- Rights of the application's login -------------------------------------------------------------------

CREATE OR REPLACE FUNCTION daybook_grant_app(app_role text) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
  relation record;
  rights text;
  name text;
BEGIN
  EXECUTE format('GRANT USAGE ON SCHEMA %I TO %I', current_schema(), app_role);
  EXECUTE format('REVOKE CREATE ON SCHEMA %I FROM %I, PUBLIC', current_schema(), app_role);
  FOR relation IN
    SELECT c.relname, c.relkind, c.relispartition FROM pg_class c
    WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind IN ('r', 'p', 'S')
  LOOP
    EXECUTE format('REVOKE ALL ON %s %I FROM %I', CASE relation.relkind WHEN 'S' THEN 'SEQUENCE' ELSE 'TABLE' END, relation.relname, app_role);
    CONTINUE WHEN relation.relispartition;
    IF relation.relkind = 'S' THEN
      EXECUTE format('GRANT USAGE, SELECT ON SEQUENCE %I TO %I', relation.relname, app_role);
      CONTINUE;
    END IF;
    IF relation.relname = 'AuditLog' THEN
      -- Every column but createdAt: when an event was recorded is the database's word.
      EXECUTE (SELECT format('GRANT INSERT (%s) ON TABLE %I TO %I', string_agg(quote_ident(attname), ', '), relation.relname, app_role)
        FROM pg_attribute WHERE attrelid = format('%I', relation.relname)::regclass AND attnum > 0 AND NOT attisdropped AND attname <> 'createdAt');
    END IF;
    rights := CASE relation.relname
      WHEN 'AuditLog' THEN 'SELECT'
      WHEN 'audit_log_archive' THEN 'SELECT'
      WHEN '_prisma_migrations' THEN 'SELECT'
      WHEN 'AuditErasure' THEN 'SELECT'
      WHEN 'AuditDrop' THEN 'SELECT'
      WHEN 'AuditLeaf' THEN 'SELECT, INSERT'
      WHEN 'AuditCheckpoint' THEN 'SELECT, INSERT'
      WHEN 'AuditUnsealed' THEN 'SELECT, DELETE'
      WHEN 'AuditTile' THEN 'SELECT, INSERT, UPDATE'
      WHEN 'AuditLegalHold' THEN 'SELECT, INSERT, UPDATE'
      WHEN 'AuditVerification' THEN 'SELECT, INSERT, UPDATE'
      ELSE 'SELECT, INSERT, UPDATE, DELETE'
    END;
    EXECUTE format('GRANT %s ON TABLE %I TO %I', rights, relation.relname, app_role);
  END LOOP;
  FOREACH name IN ARRAY ARRAY['daybook_ensure_partitions(int, int)', 'daybook_erase_event(uuid, bytea, bytea, bytea)',
    'daybook_archive_prepare(text)', 'daybook_archive_validate(text)', 'daybook_archive_move(text, text)',
    'daybook_drop_archived(text, int, text)'] LOOP
    EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO %I', name, app_role);
  END LOOP;
END $$;

DO $$
DECLARE
  name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['daybook_audit_queue()', 'daybook_erase_event(uuid, bytea, bytea, bytea)',
    'daybook_archive_prepare(text)', 'daybook_archive_validate(text)', 'daybook_archive_move(text, text)',
    'daybook_drop_archived(text, int, text)'] LOOP
    EXECUTE format('ALTER FUNCTION %s SET search_path = %I, pg_temp', name, current_schema());
  END LOOP;
END $$;

SELECT daybook_watch_table('AuditLegalHold');
