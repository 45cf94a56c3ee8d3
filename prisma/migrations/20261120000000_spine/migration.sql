-- The spine: people, the business, and the append-only trail.

CREATE TYPE "Role" AS ENUM ('FOUNDER', 'ADMIN', 'STAFF');
CREATE TYPE "AuditSeverity" AS ENUM ('INFO', 'WARNING', 'ERROR', 'CRITICAL');
CREATE TYPE "LeadStatus" AS ENUM ('NEW', 'CONTACTED', 'QUALIFIED', 'INVOICED', 'CONVERTED', 'LOST');
CREATE TYPE "InvoiceStatus" AS ENUM ('DRAFT', 'SENT', 'PARTIALLY_PAID', 'PAID', 'CANCELLED');
CREATE TYPE "PaymentMethod" AS ENUM ('BANK_TRANSFER', 'CARD', 'CASH', 'OTHER');
CREATE TYPE "StudentStatus" AS ENUM ('ACTIVE', 'PAUSED', 'LEFT');

CREATE TABLE "User" (
  "id" UUID NOT NULL,
  "email" TEXT NOT NULL,
  "name" TEXT NOT NULL,
  "passwordHash" TEXT NOT NULL,
  "role" "Role" NOT NULL,
  "isSample" BOOLEAN NOT NULL DEFAULT false,
  "disabledAt" TIMESTAMPTZ(3),
  "lastLoginAt" TIMESTAMPTZ(3),
  "lastActivityAt" TIMESTAMPTZ(3),
  "loginCount" INTEGER NOT NULL DEFAULT 0,
  "createdAt" TIMESTAMPTZ(3) NOT NULL,
  "updatedAt" TIMESTAMPTZ(3) NOT NULL,
  CONSTRAINT "User_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "User_email_lower" CHECK ("email" = lower("email"))
);
CREATE UNIQUE INDEX "User_email_key" ON "User" ("email");

CREATE TABLE "Session" (
  "id" UUID NOT NULL,
  "userId" UUID NOT NULL,
  "createdAt" TIMESTAMPTZ(3) NOT NULL,
  "lastSeenAt" TIMESTAMPTZ(3) NOT NULL,
  "expiresAt" TIMESTAMPTZ(3) NOT NULL,
  "revokedAt" TIMESTAMPTZ(3),
  "ipAddress" TEXT,
  "userAgent" TEXT,
  CONSTRAINT "Session_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "Session_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);
CREATE INDEX "Session_userId_idx" ON "Session" ("userId");
CREATE INDEX "Session_expiresAt_idx" ON "Session" ("expiresAt");

CREATE TABLE "UserLoginHistory" (
  "id" UUID NOT NULL,
  "userId" UUID,
  "accountKey" BYTEA NOT NULL,
  "loginAt" TIMESTAMPTZ(3) NOT NULL,
  "ipAddress" TEXT,
  "userAgent" TEXT,
  "success" BOOLEAN NOT NULL,
  "failureReason" TEXT,
  CONSTRAINT "UserLoginHistory_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "UserLoginHistory_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);
CREATE INDEX "UserLoginHistory_accountKey_loginAt_idx" ON "UserLoginHistory" ("accountKey", "loginAt");
CREATE INDEX "UserLoginHistory_ipAddress_loginAt_idx" ON "UserLoginHistory" ("ipAddress", "loginAt");
CREATE INDEX "UserLoginHistory_userId_loginAt_idx" ON "UserLoginHistory" ("userId", "loginAt");

CREATE TABLE "Setting" (
  "key" TEXT NOT NULL,
  "value" JSONB NOT NULL,
  "updatedAt" TIMESTAMPTZ(3) NOT NULL,
  "updatedBy" UUID,
  CONSTRAINT "Setting_pkey" PRIMARY KEY ("key")
);

CREATE TABLE "Lead" (
  "id" UUID NOT NULL,
  "name" TEXT NOT NULL,
  "email" TEXT NOT NULL,
  "phone" TEXT,
  "course" TEXT,
  "origin" TEXT,
  "notes" TEXT,
  "status" "LeadStatus" NOT NULL DEFAULT 'NEW',
  "isSample" BOOLEAN NOT NULL DEFAULT false,
  "createdAt" TIMESTAMPTZ(3) NOT NULL,
  "updatedAt" TIMESTAMPTZ(3) NOT NULL,
  CONSTRAINT "Lead_pkey" PRIMARY KEY ("id")
);
CREATE INDEX "Lead_status_id_idx" ON "Lead" ("status", "id");

CREATE TABLE "Invoice" (
  "id" UUID NOT NULL,
  "number" TEXT NOT NULL,
  "leadId" UUID NOT NULL,
  "currency" CHAR(3) NOT NULL,
  "totalMinor" BIGINT NOT NULL,
  "payableNowMinor" BIGINT NOT NULL,
  "paidMinor" BIGINT NOT NULL DEFAULT 0,
  "status" "InvoiceStatus" NOT NULL DEFAULT 'DRAFT',
  "dueDate" DATE,
  "sentAt" TIMESTAMPTZ(3),
  "cancelledAt" TIMESTAMPTZ(3),
  "isSample" BOOLEAN NOT NULL DEFAULT false,
  "createdAt" TIMESTAMPTZ(3) NOT NULL,
  "updatedAt" TIMESTAMPTZ(3) NOT NULL,
  CONSTRAINT "Invoice_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "Invoice_leadId_fkey" FOREIGN KEY ("leadId") REFERENCES "Lead" ("id") ON DELETE RESTRICT ON UPDATE CASCADE,
  -- The books must add up whatever the code above them does.
  CONSTRAINT "Invoice_amounts" CHECK (
    "totalMinor" BETWEEN 1 AND 999999999999
    AND "payableNowMinor" BETWEEN 1 AND "totalMinor"
    AND "paidMinor" BETWEEN 0 AND "totalMinor"
  ),
  CONSTRAINT "Invoice_status_matches_paid" CHECK (
    CASE "status"
      WHEN 'PAID' THEN "paidMinor" = "totalMinor"
      WHEN 'PARTIALLY_PAID' THEN "paidMinor" > 0 AND "paidMinor" < "totalMinor"
      ELSE "paidMinor" = 0
    END
  )
);
CREATE UNIQUE INDEX "Invoice_number_key" ON "Invoice" ("number");
CREATE INDEX "Invoice_leadId_idx" ON "Invoice" ("leadId");
CREATE INDEX "Invoice_status_id_idx" ON "Invoice" ("status", "id");

CREATE TABLE "InvoiceLine" (
  "id" UUID NOT NULL,
  "invoiceId" UUID NOT NULL,
  "position" INTEGER NOT NULL,
  "description" TEXT NOT NULL,
  "quantity" INTEGER NOT NULL,
  "unitPriceMinor" BIGINT NOT NULL,
  CONSTRAINT "InvoiceLine_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "InvoiceLine_invoiceId_fkey" FOREIGN KEY ("invoiceId") REFERENCES "Invoice" ("id") ON DELETE CASCADE ON UPDATE CASCADE,
  CONSTRAINT "InvoiceLine_quantity" CHECK ("quantity" > 0)
);
CREATE UNIQUE INDEX "InvoiceLine_invoiceId_position_key" ON "InvoiceLine" ("invoiceId", "position");

CREATE TABLE "Student" (
  "id" UUID NOT NULL,
  "number" TEXT NOT NULL,
  "leadId" UUID NOT NULL,
  "name" TEXT NOT NULL,
  "email" TEXT NOT NULL,
  "phone" TEXT,
  "course" TEXT,
  "status" "StudentStatus" NOT NULL DEFAULT 'ACTIVE',
  "isSample" BOOLEAN NOT NULL DEFAULT false,
  "enrolledAt" TIMESTAMPTZ(3) NOT NULL,
  "updatedAt" TIMESTAMPTZ(3) NOT NULL,
  CONSTRAINT "Student_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "Student_leadId_fkey" FOREIGN KEY ("leadId") REFERENCES "Lead" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);
CREATE UNIQUE INDEX "Student_number_key" ON "Student" ("number");
CREATE UNIQUE INDEX "Student_leadId_key" ON "Student" ("leadId");
-- Student numbers may have gaps (a rolled-back conversion leaves one), so a sequence is enough.
CREATE SEQUENCE "Student_number_seq" START 1;

CREATE TABLE "Payment" (
  "id" UUID NOT NULL,
  "invoiceId" UUID NOT NULL,
  "studentId" UUID NOT NULL,
  "amountMinor" BIGINT NOT NULL,
  "currency" CHAR(3) NOT NULL,
  "method" "PaymentMethod" NOT NULL,
  "reference" TEXT,
  "receivedById" UUID,
  "isSample" BOOLEAN NOT NULL DEFAULT false,
  "receivedAt" TIMESTAMPTZ(3) NOT NULL,
  CONSTRAINT "Payment_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "Payment_invoiceId_fkey" FOREIGN KEY ("invoiceId") REFERENCES "Invoice" ("id") ON DELETE RESTRICT ON UPDATE CASCADE,
  CONSTRAINT "Payment_studentId_fkey" FOREIGN KEY ("studentId") REFERENCES "Student" ("id") ON DELETE RESTRICT ON UPDATE CASCADE,
  CONSTRAINT "Payment_amount" CHECK ("amountMinor" > 0)
);
CREATE INDEX "Payment_invoiceId_idx" ON "Payment" ("invoiceId");
CREATE INDEX "Payment_studentId_idx" ON "Payment" ("studentId");
CREATE INDEX "Payment_receivedAt_idx" ON "Payment" ("receivedAt");

CREATE TABLE "NumberSequence" (
  "name" TEXT NOT NULL,
  "value" INTEGER NOT NULL,
  CONSTRAINT "NumberSequence_pkey" PRIMARY KEY ("name")
);

CREATE TABLE "IdempotencyKey" (
  "scope" TEXT NOT NULL,
  "key" TEXT NOT NULL,
  "requestHash" BYTEA NOT NULL,
  "response" JSONB,
  "createdAt" TIMESTAMPTZ(3) NOT NULL,
  CONSTRAINT "IdempotencyKey_pkey" PRIMARY KEY ("scope", "key")
);
CREATE INDEX "IdempotencyKey_createdAt_idx" ON "IdempotencyKey" ("createdAt");

-- The trail --------------------------------------------------------------------------------------

CREATE TABLE "AuditLog" (
  "id" UUID NOT NULL,
  "sourceEventId" TEXT,
  "occurredAt" TIMESTAMPTZ(3) NOT NULL,
  "createdAt" TIMESTAMPTZ(6) NOT NULL DEFAULT clock_timestamp(),
  "action" TEXT NOT NULL,
  "severity" "AuditSeverity" NOT NULL,
  "description" TEXT NOT NULL,
  "source" TEXT NOT NULL DEFAULT 'daybook',
  "userId" TEXT,
  "userEmail" TEXT,
  "userName" TEXT,
  "actorType" TEXT NOT NULL,
  "apiKeyId" TEXT,
  "institutionId" TEXT,
  "ipAddress" TEXT,
  "userAgent" TEXT,
  "entityType" TEXT,
  "entityId" TEXT,
  "before" JSONB,
  "after" JSONB,
  "metadata" JSONB,
  "errorMessage" TEXT,
  "errorStack" TEXT,
  "requestId" TEXT,
  "correlationId" TEXT,
  "method" TEXT,
  "path" TEXT,
  "release" TEXT,
  "salt" BYTEA,
  "bodyHash" BYTEA,
  CONSTRAINT "AuditLog_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "AuditLog_actorType" CHECK ("actorType" IN ('user', 'apiKey', 'job', 'system', 'anonymous'))
) PARTITION BY RANGE ("id");

CREATE INDEX "AuditLog_entityType_entityId_id_idx" ON "AuditLog" ("entityType", "entityId", "id");
CREATE INDEX "AuditLog_userId_id_idx" ON "AuditLog" ("userId", "id");
CREATE INDEX "AuditLog_action_id_idx" ON "AuditLog" ("action", "id");
-- The errors-only view: a small index, since most events are INFO.
CREATE INDEX "AuditLog_errors_idx" ON "AuditLog" ("id") WHERE "severity" <> 'INFO';

CREATE FUNCTION daybook_audit_append_only() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'The audit trail is append-only: % on "%" is refused', TG_OP, TG_TABLE_NAME USING ERRCODE = '42501';
END $$;

-- Row triggers of a partitioned table are cloned to every partition; TRUNCATE triggers are not, so each
-- partition gets its own (daybook_ensure_partitions).
CREATE TRIGGER "AuditLog_append_only" BEFORE UPDATE OR DELETE ON "AuditLog"
  FOR EACH ROW EXECUTE FUNCTION daybook_audit_append_only();
CREATE TRIGGER "AuditLog_no_truncate" BEFORE TRUNCATE ON "AuditLog"
  FOR EACH STATEMENT EXECUTE FUNCTION daybook_audit_append_only();

CREATE TABLE "AuditLog_default" PARTITION OF "AuditLog" DEFAULT;
CREATE TRIGGER "AuditLog_default_no_truncate" BEFORE TRUNCATE ON "AuditLog_default"
  FOR EACH STATEMENT EXECUTE FUNCTION daybook_audit_append_only();

-- The smallest UUID whose UUIDv7 time is `at`.
CREATE FUNCTION daybook_uuidv7_floor(at timestamptz) RETURNS uuid
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT (lpad(to_hex(floor(extract(epoch FROM at) * 1000)::bigint), 12, '0') || repeat('0', 20))::uuid
$$;

-- A UUIDv7 (RFC 9562 5.7) for rows that triggers write; PostgreSQL has its own only from version 18.
CREATE FUNCTION daybook_uuidv7(at timestamptz DEFAULT clock_timestamp()) RETURNS uuid
LANGUAGE plpgsql VOLATILE AS $$
DECLARE
  bytes bytea := uuid_send(gen_random_uuid());
BEGIN
  bytes := overlay(bytes PLACING substring(int8send(floor(extract(epoch FROM at) * 1000)::bigint) FROM 3) FROM 1 FOR 6);
  bytes := set_byte(bytes, 6, 112 | (get_byte(bytes, 6) & 15));
  RETURN encode(bytes, 'hex')::uuid;
END $$;

-- Makes the monthly partitions from two months ago to three months ahead. Safe to call at any time by any
-- number of callers. A month whose rows already stand in the default partition stays there (a warning).
CREATE FUNCTION daybook_ensure_partitions(months_back int DEFAULT 2, months_ahead int DEFAULT 3) RETURNS int
LANGUAGE plpgsql SECURITY DEFINER AS $$
DECLARE
  first_of_month timestamptz;
  partition_name text;
  made int := 0;
BEGIN
  PERFORM pg_advisory_xact_lock(7203160144001);
  FOR i IN -least(greatest(months_back, 0), 12) .. least(greatest(months_ahead, 0), 12) LOOP
    first_of_month := (date_trunc('month', now() AT TIME ZONE 'UTC') + make_interval(months => i)) AT TIME ZONE 'UTC';
    partition_name := 'AuditLog_' || to_char(first_of_month AT TIME ZONE 'UTC', 'YYYY_MM');
    CONTINUE WHEN to_regclass(format('%I', partition_name)) IS NOT NULL;
    BEGIN
      EXECUTE format('CREATE TABLE %I PARTITION OF "AuditLog" FOR VALUES FROM (%L) TO (%L)', partition_name,
        daybook_uuidv7_floor(first_of_month),
        daybook_uuidv7_floor((first_of_month AT TIME ZONE 'UTC' + interval '1 month') AT TIME ZONE 'UTC'));
      EXECUTE format('CREATE TRIGGER %I BEFORE TRUNCATE ON %I FOR EACH STATEMENT EXECUTE FUNCTION daybook_audit_append_only()',
        partition_name || '_no_truncate', partition_name);
      made := made + 1;
    EXCEPTION WHEN check_violation THEN
      RAISE WARNING 'Partition % not made: the default partition already holds rows of that month', partition_name;
    END;
  END LOOP;
  RETURN made;
END $$;

-- Changes that did not come through Daybook ---------------------------------------------------------
-- withTx sets daybook.ctx for its transaction; after a commit current_setting is '' rather than NULL.

CREATE FUNCTION daybook_has_context() RETURNS boolean
LANGUAGE sql STABLE AS $$ SELECT coalesce(current_setting('daybook.ctx', true), '') <> '' $$;

-- A row without the columns that must never enter the trail.
CREATE FUNCTION daybook_visible(row_data jsonb) RETURNS jsonb
LANGUAGE sql IMMUTABLE AS $$
  SELECT row_data - ARRAY['passwordHash', 'accountKey', 'tokenHash', 'keyHash', 'secret', 'totpSecret', 'requestHash', 'response']
$$;

CREATE FUNCTION daybook_out_of_band() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER AS $$
DECLARE
  old_row jsonb;
  new_row jsonb;
  before_row jsonb;
  after_row jsonb;
  secret_changed boolean := false;
  at timestamptz := clock_timestamp();
BEGIN
  IF TG_OP IN ('UPDATE', 'DELETE') THEN old_row := to_jsonb(OLD); END IF;
  IF TG_OP IN ('UPDATE', 'INSERT') THEN new_row := to_jsonb(NEW); END IF;
  before_row := daybook_visible(old_row);
  after_row := daybook_visible(new_row);
  IF TG_OP = 'UPDATE' THEN
    IF old_row = new_row THEN RETURN NULL; END IF;
    secret_changed := (old_row - ARRAY(SELECT jsonb_object_keys(before_row))) <> (new_row - ARRAY(SELECT jsonb_object_keys(after_row)));
    SELECT jsonb_object_agg(key, value) INTO before_row
      FROM jsonb_each(daybook_visible(old_row)) WHERE value IS DISTINCT FROM daybook_visible(new_row) -> key;
    SELECT jsonb_object_agg(key, value) INTO after_row
      FROM jsonb_each(daybook_visible(new_row)) WHERE value IS DISTINCT FROM daybook_visible(old_row) -> key;
  END IF;
  INSERT INTO "AuditLog" ("id", "occurredAt", "action", "severity", "description", "actorType", "userName", "ipAddress",
                          "entityType", "entityId", "before", "after", "metadata")
  VALUES (daybook_uuidv7(at), at, 'OUT_OF_BAND_CHANGE', 'CRITICAL',
    format('%s on %s outside Daybook by database login %s', TG_OP, TG_TABLE_NAME, session_user),
    'system', session_user, host(inet_client_addr()), TG_TABLE_NAME,
    left(coalesce(new_row ->> 'id', old_row ->> 'id', new_row ->> 'key', old_row ->> 'key', new_row ->> 'name', old_row ->> 'name'), 200),
    before_row, after_row,
    jsonb_build_object('operation', TG_OP, 'table', TG_TABLE_NAME, 'login', session_user,
      'application', current_setting('application_name', true), 'secretColumnsChanged', secret_changed));
  RETURN NULL;
END $$;

CREATE FUNCTION daybook_out_of_band_truncate() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER AS $$
DECLARE
  at timestamptz := clock_timestamp();
  lost bigint;
BEGIN
  EXECUTE format('SELECT count(*) FROM %I.%I', TG_TABLE_SCHEMA, TG_TABLE_NAME) INTO lost;
  INSERT INTO "AuditLog" ("id", "occurredAt", "action", "severity", "description", "actorType", "userName", "ipAddress", "entityType", "metadata")
  VALUES (daybook_uuidv7(at), at, 'OUT_OF_BAND_CHANGE', 'CRITICAL',
    format('TRUNCATE of %s (%s rows) outside Daybook by database login %s', TG_TABLE_NAME, lost, session_user),
    'system', session_user, host(inet_client_addr()), TG_TABLE_NAME,
    jsonb_build_object('operation', 'TRUNCATE', 'table', TG_TABLE_NAME, 'rows', lost, 'login', session_user,
      'application', current_setting('application_name', true)));
  RETURN NULL;
END $$;

-- Puts both triggers on a table of people's or money's rows. Every such table calls it in its migration.
CREATE FUNCTION daybook_watch_table(table_name text) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE format('CREATE TRIGGER %I AFTER INSERT OR UPDATE OR DELETE ON %I FOR EACH ROW
    WHEN (coalesce(current_setting(''daybook.ctx'', true), '''') = '''') EXECUTE FUNCTION daybook_out_of_band()',
    table_name || '_out_of_band', table_name);
  EXECUTE format('CREATE TRIGGER %I BEFORE TRUNCATE ON %I FOR EACH STATEMENT EXECUTE FUNCTION daybook_out_of_band_truncate()',
    table_name || '_out_of_band_truncate', table_name);
END $$;

SELECT daybook_watch_table(name) FROM unnest(ARRAY['User', 'Session', 'UserLoginHistory', 'Setting', 'Lead', 'Invoice',
  'InvoiceLine', 'Student', 'Payment', 'NumberSequence', 'IdempotencyKey']) AS name;

-- Rights of the application's login, granted again after every migration. On the trail: add and read, on the
-- parent only, so that nothing can be put straight into a partition.
CREATE FUNCTION daybook_grant_app(app_role text) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
  relation record;
BEGIN
  EXECUTE format('GRANT USAGE ON SCHEMA %I TO %I', current_schema(), app_role);
  EXECUTE format('REVOKE CREATE ON SCHEMA %I FROM %I, PUBLIC', current_schema(), app_role);
  FOR relation IN
    SELECT c.relname, c.relkind, c.relispartition FROM pg_class c
    WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind IN ('r', 'p', 'S')
  LOOP
    EXECUTE format('REVOKE ALL ON %s %I FROM %I', CASE relation.relkind WHEN 'S' THEN 'SEQUENCE' ELSE 'TABLE' END, relation.relname, app_role);
    IF relation.relkind = 'S' THEN
      EXECUTE format('GRANT USAGE, SELECT ON SEQUENCE %I TO %I', relation.relname, app_role);
    ELSIF relation.relname = 'AuditLog' THEN
      -- Every column but createdAt: when an event was recorded is the database's word.
      EXECUTE format('GRANT SELECT ON TABLE %I TO %I', relation.relname, app_role);
      EXECUTE (SELECT format('GRANT INSERT (%s) ON TABLE %I TO %I', string_agg(quote_ident(attname), ', '), relation.relname, app_role)
        FROM pg_attribute WHERE attrelid = format('%I', relation.relname)::regclass AND attnum > 0 AND NOT attisdropped AND attname <> 'createdAt');
    ELSIF relation.relname = '_prisma_migrations' THEN
      EXECUTE format('GRANT SELECT ON TABLE %I TO %I', relation.relname, app_role);
    ELSIF NOT relation.relispartition THEN
      EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON TABLE %I TO %I', relation.relname, app_role);
    END IF;
  END LOOP;
  EXECUTE format('GRANT EXECUTE ON FUNCTION daybook_ensure_partitions(int, int) TO %I', app_role);
END $$;
REVOKE EXECUTE ON FUNCTION daybook_ensure_partitions(int, int) FROM PUBLIC;
REVOKE EXECUTE ON FUNCTION daybook_grant_app(text) FROM PUBLIC;
REVOKE EXECUTE ON FUNCTION daybook_watch_table(text) FROM PUBLIC;

-- SECURITY DEFINER functions look names up in this schema only, whatever the caller's search_path says.
DO $$
DECLARE
  name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['daybook_ensure_partitions(int, int)', 'daybook_out_of_band()', 'daybook_out_of_band_truncate()'] LOOP
    EXECUTE format('ALTER FUNCTION %s SET search_path = %I, pg_temp', name, current_schema());
  END LOOP;
END $$;

SELECT daybook_ensure_partitions();
