-- Alerts and incidents: signals from the trail, the state of every alert, what was sent to whom, and what people did about
-- it; background jobs and their runs; the minutes of requests and health that rules look at. docs/alerts.md tells how they
-- belong together.

-- Signals ---------------------------------------------------------------------------------------------

-- Committed events that a rule may have to tell at once. Taken by the evaluator in the transaction that opens the alert, and
-- filled beside the sealer's queue rather than after it: that nothing is sealed is itself a thing to be told.
CREATE TABLE "AlertSignal" (
  "id" UUID NOT NULL,
  CONSTRAINT "AlertSignal_pkey" PRIMARY KEY ("id")
);

CREATE OR REPLACE FUNCTION daybook_audit_queue() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER AS $$
BEGIN
  INSERT INTO "AuditUnsealed" ("id") SELECT "id" FROM added;
  INSERT INTO "AlertSignal" ("id")
    SELECT "id" FROM added WHERE "severity" IN ('ERROR', 'CRITICAL') OR "action" IN ('SYSTEM_STARTED', 'SYSTEM_STOPPED');
  IF FOUND THEN PERFORM pg_notify('daybook_alerts', ''); END IF;
  RETURN NULL;
END $$;
DO $$ BEGIN EXECUTE format('ALTER FUNCTION daybook_audit_queue() SET search_path = %I, pg_temp', current_schema()); END $$;

-- Rules, channels, people's wishes ------------------------------------------------------------------------

-- What a founder changed about a rule. A rule without a row has the defaults of its file.
CREATE TABLE "AlertRule" (
  "name" TEXT NOT NULL,
  "isEnabled" BOOLEAN NOT NULL DEFAULT true,
  "settings" JSONB NOT NULL DEFAULT '{}',
  "updatedAt" TIMESTAMPTZ(3) NOT NULL,
  "updatedBy" UUID,
  CONSTRAINT "AlertRule_pkey" PRIMARY KEY ("name")
);

CREATE TABLE "AlertChannel" (
  "id" UUID NOT NULL,
  "type" TEXT NOT NULL,
  "name" TEXT NOT NULL,
  "isEnabled" BOOLEAN NOT NULL DEFAULT true,
  -- 'environment': kept in step with SLACK_WEBHOOK_URL and its like at every start; its settings are not stored.
  "origin" TEXT NOT NULL DEFAULT 'people',
  "config" JSONB NOT NULL DEFAULT '{}',
  -- The secret fields as one encrypted text (lib/secrets.ts).
  "secret" TEXT,
  "minSeverity" TEXT NOT NULL DEFAULT 'info',
  -- Gets nothing until an alert escalates to it.
  "isEscalationOnly" BOOLEAN NOT NULL DEFAULT false,
  "lastSuccessAt" TIMESTAMPTZ(3),
  "lastFailureAt" TIMESTAMPTZ(3),
  "lastError" TEXT,
  "failureStreak" INTEGER NOT NULL DEFAULT 0,
  "createdAt" TIMESTAMPTZ(3) NOT NULL,
  "updatedAt" TIMESTAMPTZ(3) NOT NULL,
  "deletedAt" TIMESTAMPTZ(3),
  CONSTRAINT "AlertChannel_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "AlertChannel_origin" CHECK ("origin" IN ('people', 'environment')),
  CONSTRAINT "AlertChannel_minSeverity" CHECK ("minSeverity" IN ('critical', 'high', 'medium', 'low', 'info'))
);

CREATE TABLE "Silence" (
  "id" UUID NOT NULL,
  "reason" TEXT NOT NULL,
  -- Each field that is not null must match; all null matches every alert.
  "rule" TEXT,
  "source" TEXT,
  "fingerprint" TEXT,
  "startsAt" TIMESTAMPTZ(3) NOT NULL,
  "endsAt" TIMESTAMPTZ(3) NOT NULL,
  "endedAt" TIMESTAMPTZ(3),
  "createdAt" TIMESTAMPTZ(3) NOT NULL,
  "createdById" UUID,
  "createdByName" TEXT NOT NULL,
  CONSTRAINT "Silence_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "Silence_ends" CHECK ("endsAt" > "startsAt")
);
CREATE INDEX "Silence_endsAt_idx" ON "Silence" ("endsAt");

-- Planned work, in wall-clock time of a time zone, so that it stays at its hour across the days when clocks change.
CREATE TABLE "MaintenanceWindow" (
  "id" UUID NOT NULL,
  "name" TEXT NOT NULL,
  "timeZone" TEXT NOT NULL,
  -- ISO weekdays 1 (Monday) to 7; empty: once, on "onDay".
  "weekdays" INTEGER[] NOT NULL,
  "onDay" DATE,
  "startsAtMinute" INTEGER NOT NULL,
  "durationMinutes" INTEGER NOT NULL,
  "rule" TEXT,
  "source" TEXT,
  "isEnabled" BOOLEAN NOT NULL DEFAULT true,
  "createdAt" TIMESTAMPTZ(3) NOT NULL,
  "updatedAt" TIMESTAMPTZ(3) NOT NULL,
  "createdByName" TEXT NOT NULL,
  CONSTRAINT "MaintenanceWindow_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "MaintenanceWindow_times" CHECK ("startsAtMinute" BETWEEN 0 AND 1439 AND "durationMinutes" BETWEEN 1 AND 10080),
  CONSTRAINT "MaintenanceWindow_once_or_weekly" CHECK ((cardinality("weekdays") = 0) = ("onDay" IS NOT NULL))
);

-- Alerts ----------------------------------------------------------------------------------------------

CREATE TABLE "Alert" (
  "id" UUID NOT NULL,
  "rule" TEXT NOT NULL,
  "fingerprint" TEXT NOT NULL,
  "source" TEXT NOT NULL,
  "severity" TEXT NOT NULL,
  "state" TEXT NOT NULL,
  "title" TEXT NOT NULL,
  "sentence" TEXT NOT NULL,
  "facts" JSONB NOT NULL DEFAULT '[]',
  -- The settings, role, release, migration and flag events before the first failure.
  "changes" JSONB NOT NULL DEFAULT '[]',
  -- The first event that raised it, and the last.
  "firstEventId" UUID,
  "lastEventId" UUID,
  "count" INTEGER NOT NULL DEFAULT 1,
  -- When the trouble began, when it was last seen, when Daybook noticed.
  "firstAt" TIMESTAMPTZ(3) NOT NULL,
  "lastAt" TIMESTAMPTZ(3) NOT NULL,
  "openedAt" TIMESTAMPTZ(3) NOT NULL,
  -- Evaluations in a row that found the condition false.
  "clearStreak" INTEGER NOT NULL DEFAULT 0,
  "acknowledgedAt" TIMESTAMPTZ(3),
  "acknowledgedById" UUID,
  "acknowledgedByName" TEXT,
  "assigneeId" UUID,
  "assigneeName" TEXT,
  "resolvedAt" TIMESTAMPTZ(3),
  "resolvedHow" TEXT,
  "resolvedByName" TEXT,
  -- How many steps of the escalation were taken, and when the last one was.
  "escalationStep" INTEGER NOT NULL DEFAULT 0,
  "escalatedAt" TIMESTAMPTZ(3),
  "isSuppressed" BOOLEAN NOT NULL DEFAULT false,
  CONSTRAINT "Alert_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "Alert_severity" CHECK ("severity" IN ('critical', 'high', 'medium', 'low', 'info')),
  CONSTRAINT "Alert_state" CHECK ("state" IN ('FIRING', 'ACKNOWLEDGED', 'RESOLVED')),
  CONSTRAINT "Alert_resolved" CHECK (("state" = 'RESOLVED') = ("resolvedAt" IS NOT NULL)),
  CONSTRAINT "Alert_resolvedHow" CHECK ("resolvedHow" IN ('recovered', 'quiet', 'person', 'rule-off'))
);
-- One open alert per rule and fingerprint: the insert is the lock.
CREATE UNIQUE INDEX "Alert_open_key" ON "Alert" ("rule", "fingerprint") WHERE "state" <> 'RESOLVED';
CREATE INDEX "Alert_state_id_idx" ON "Alert" ("state", "id");
CREATE INDEX "Alert_rule_id_idx" ON "Alert" ("rule", "id");

-- What a channel knows of a fingerprint: when it was last told "firing" (the cooldown outlives the alert), and which alert
-- it still has to be told "resolved" of.
CREATE TABLE "AlertNotice" (
  "rule" TEXT NOT NULL,
  "fingerprint" TEXT NOT NULL,
  "channelId" UUID NOT NULL,
  "lastFiringAt" TIMESTAMPTZ(3) NOT NULL,
  "lastCount" INTEGER NOT NULL DEFAULT 1,
  "owesResolvedOf" UUID,
  CONSTRAINT "AlertNotice_pkey" PRIMARY KEY ("rule", "fingerprint", "channelId")
);
CREATE INDEX "AlertNotice_owesResolvedOf_idx" ON "AlertNotice" ("owesResolvedOf");

-- Deliveries ------------------------------------------------------------------------------------------

CREATE TABLE "Delivery" (
  "id" UUID NOT NULL,
  "channelId" UUID NOT NULL,
  "alertId" UUID,
  "kind" TEXT NOT NULL,
  -- What is said (lib/alerts/channels/message.ts); the channel gives it its form when it is sent.
  "message" JSONB NOT NULL,
  "status" TEXT NOT NULL DEFAULT 'PENDING',
  "attempts" INTEGER NOT NULL DEFAULT 0,
  "nextAttemptAt" TIMESTAMPTZ(3) NOT NULL,
  "claimedBy" UUID,
  "claimedUntil" TIMESTAMPTZ(3),
  -- A process ended while it sent: the receiver may get it twice, under the same id.
  "isMaybeRepeated" BOOLEAN NOT NULL DEFAULT false,
  "responseStatus" INTEGER,
  "durationMs" INTEGER,
  "lastError" TEXT,
  "replayOf" UUID,
  "createdAt" TIMESTAMPTZ(3) NOT NULL,
  "finishedAt" TIMESTAMPTZ(3),
  CONSTRAINT "Delivery_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "Delivery_status" CHECK ("status" IN ('PENDING', 'SENDING', 'SENT', 'DEAD', 'CANCELLED')),
  CONSTRAINT "Delivery_kind" CHECK ("kind" IN ('firing', 'repeat', 'resolved', 'escalation', 'notice', 'test', 'digest', 'drill', 'dead-letter', 'checkpoint'))
);
CREATE INDEX "Delivery_due_idx" ON "Delivery" ("nextAttemptAt") WHERE "status" IN ('PENDING', 'SENDING');
CREATE INDEX "Delivery_channelId_id_idx" ON "Delivery" ("channelId", "id");
CREATE INDEX "Delivery_alertId_id_idx" ON "Delivery" ("alertId", "id");
CREATE INDEX "Delivery_status_id_idx" ON "Delivery" ("status", "id");

CREATE TABLE "DeliveryAttempt" (
  "deliveryId" UUID NOT NULL,
  "attempt" INTEGER NOT NULL,
  "startedAt" TIMESTAMPTZ(3) NOT NULL,
  "durationMs" INTEGER,
  -- 'unknown': the process ended before it could write the outcome.
  "outcome" TEXT NOT NULL DEFAULT 'unknown',
  "responseStatus" INTEGER,
  "error" TEXT,
  CONSTRAINT "DeliveryAttempt_pkey" PRIMARY KEY ("deliveryId", "attempt"),
  CONSTRAINT "DeliveryAttempt_deliveryId_fkey" FOREIGN KEY ("deliveryId") REFERENCES "Delivery" ("id") ON DELETE CASCADE ON UPDATE CASCADE,
  CONSTRAINT "DeliveryAttempt_outcome" CHECK ("outcome" IN ('unknown', 'sent', 'failed', 'refused'))
);

-- The weekly drill: a test message that somebody has to acknowledge.
CREATE TABLE "AlertDrill" (
  "id" UUID NOT NULL,
  "startedAt" TIMESTAMPTZ(3) NOT NULL,
  "acknowledgeUntil" TIMESTAMPTZ(3) NOT NULL,
  "acknowledgedAt" TIMESTAMPTZ(3),
  "acknowledgedByName" TEXT,
  "failedAt" TIMESTAMPTZ(3),
  CONSTRAINT "AlertDrill_pkey" PRIMARY KEY ("id")
);

-- Addresses at which other alerting systems hand in theirs; the key is shown once and stored as its SHA-256.
CREATE TABLE "AlertInbound" (
  "id" UUID NOT NULL,
  "name" TEXT NOT NULL,
  "kind" TEXT NOT NULL,
  "keyHash" BYTEA NOT NULL,
  "keyPrefix" TEXT NOT NULL,
  "lastReceivedAt" TIMESTAMPTZ(3),
  "createdAt" TIMESTAMPTZ(3) NOT NULL,
  "revokedAt" TIMESTAMPTZ(3),
  CONSTRAINT "AlertInbound_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "AlertInbound_kind" CHECK ("kind" IN ('alertmanager', 'grafana', 'sentry', 'uptimerobot'))
);
CREATE UNIQUE INDEX "AlertInbound_keyHash_key" ON "AlertInbound" ("keyHash");

-- Incidents -------------------------------------------------------------------------------------------

CREATE SEQUENCE "Incident_number_seq" START 1;
CREATE TABLE "Incident" (
  "id" UUID NOT NULL,
  "number" INTEGER NOT NULL DEFAULT nextval('"Incident_number_seq"'),
  "title" TEXT NOT NULL,
  "class" TEXT NOT NULL,
  "state" TEXT NOT NULL DEFAULT 'DETECTION',
  "openedAt" TIMESTAMPTZ(3) NOT NULL,
  "openedByName" TEXT NOT NULL,
  "assigneeId" UUID,
  "assigneeName" TEXT,
  "resolvedAt" TIMESTAMPTZ(3),
  "closedAt" TIMESTAMPTZ(3),
  "postMortem" TEXT,
  "updatedAt" TIMESTAMPTZ(3) NOT NULL,
  CONSTRAINT "Incident_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "Incident_class" CHECK ("class" IN ('critical', 'high', 'medium', 'low')),
  CONSTRAINT "Incident_state" CHECK ("state" IN ('DETECTION', 'TRIAGE', 'INVESTIGATION', 'RESOLUTION', 'POST_MORTEM', 'PREVENTION', 'CLOSED'))
);
ALTER SEQUENCE "Incident_number_seq" OWNED BY "Incident"."number";
CREATE UNIQUE INDEX "Incident_number_key" ON "Incident" ("number");

CREATE TABLE "IncidentAlert" (
  "incidentId" UUID NOT NULL,
  "alertId" UUID NOT NULL,
  "addedAt" TIMESTAMPTZ(3) NOT NULL,
  CONSTRAINT "IncidentAlert_pkey" PRIMARY KEY ("incidentId", "alertId"),
  CONSTRAINT "IncidentAlert_incidentId_fkey" FOREIGN KEY ("incidentId") REFERENCES "Incident" ("id") ON DELETE CASCADE ON UPDATE CASCADE,
  CONSTRAINT "IncidentAlert_alertId_fkey" FOREIGN KEY ("alertId") REFERENCES "Alert" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);
-- An alert belongs to one incident.
CREATE UNIQUE INDEX "IncidentAlert_alertId_key" ON "IncidentAlert" ("alertId");

-- What people wrote and did; alerts, deliveries and events are added to the timeline when it is read.
CREATE TABLE "IncidentEntry" (
  "id" UUID NOT NULL,
  "incidentId" UUID NOT NULL,
  "at" TIMESTAMPTZ(3) NOT NULL,
  "kind" TEXT NOT NULL,
  "text" TEXT NOT NULL,
  "byName" TEXT NOT NULL,
  CONSTRAINT "IncidentEntry_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "IncidentEntry_incidentId_fkey" FOREIGN KEY ("incidentId") REFERENCES "Incident" ("id") ON DELETE CASCADE ON UPDATE CASCADE,
  CONSTRAINT "IncidentEntry_kind" CHECK ("kind" IN ('opened', 'state', 'class', 'assigned', 'note', 'post-mortem', 'action-item'))
);
CREATE INDEX "IncidentEntry_incidentId_id_idx" ON "IncidentEntry" ("incidentId", "id");

CREATE TABLE "IncidentAction" (
  "id" UUID NOT NULL,
  "incidentId" UUID NOT NULL,
  "title" TEXT NOT NULL,
  "ownerName" TEXT,
  "dueDay" DATE,
  "doneAt" TIMESTAMPTZ(3),
  "createdAt" TIMESTAMPTZ(3) NOT NULL,
  CONSTRAINT "IncidentAction_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "IncidentAction_incidentId_fkey" FOREIGN KEY ("incidentId") REFERENCES "Incident" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);
CREATE INDEX "IncidentAction_incidentId_id_idx" ON "IncidentAction" ("incidentId", "id");

-- Digests ---------------------------------------------------------------------------------------------

-- One per day of the company; the insert is the lock between instances.
CREATE TABLE "Digest" (
  "day" DATE NOT NULL,
  "content" JSONB NOT NULL,
  "createdAt" TIMESTAMPTZ(3) NOT NULL,
  CONSTRAINT "Digest_pkey" PRIMARY KEY ("day")
);

-- Background work -------------------------------------------------------------------------------------

-- Every attempt of every order of a job: history, and the fence that lets one instance run a slot.
CREATE TABLE "JobRun" (
  "id" UUID NOT NULL,
  "job" TEXT NOT NULL,
  -- One order is one slot of the schedule or one press of a button.
  "orderId" TEXT NOT NULL,
  "attempt" INTEGER NOT NULL,
  "trigger" TEXT NOT NULL,
  "dueAt" TIMESTAMPTZ(3) NOT NULL,
  "startedAt" TIMESTAMPTZ(3) NOT NULL,
  "heartbeatAt" TIMESTAMPTZ(3) NOT NULL,
  "endedAt" TIMESTAMPTZ(3),
  "status" TEXT NOT NULL DEFAULT 'RUNNING',
  -- No further attempt of this order follows.
  "isLast" BOOLEAN NOT NULL DEFAULT false,
  "durationMs" INTEGER,
  "error" TEXT,
  "result" JSONB,
  "instanceId" UUID,
  "byName" TEXT,
  CONSTRAINT "JobRun_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "JobRun_trigger" CHECK ("trigger" IN ('schedule', 'person', 'retry')),
  CONSTRAINT "JobRun_status" CHECK ("status" IN ('RUNNING', 'COMPLETED', 'FAILED', 'ABANDONED'))
);
CREATE UNIQUE INDEX "JobRun_job_orderId_attempt_key" ON "JobRun" ("job", "orderId", "attempt");
CREATE INDEX "JobRun_job_startedAt_idx" ON "JobRun" ("job", "startedAt");
CREATE INDEX "JobRun_startedAt_idx" ON "JobRun" ("startedAt");
-- Looked at every two seconds by every process that runs jobs.
CREATE INDEX "JobRun_running_idx" ON "JobRun" ("job") WHERE "status" = 'RUNNING';

-- What a job is and when it is due, as the running version says: for rules and pages, which import no job.
CREATE TABLE "Job" (
  "name" TEXT NOT NULL,
  "description" TEXT NOT NULL,
  "schedule" TEXT NOT NULL,
  -- How long after its time a run may start before it counts as missed.
  "graceSeconds" INTEGER NOT NULL,
  "isCritical" BOOLEAN NOT NULL DEFAULT true,
  "registeredAt" TIMESTAMPTZ(3) NOT NULL,
  "nextDueAt" TIMESTAMPTZ(3),
  "removedAt" TIMESTAMPTZ(3),
  CONSTRAINT "Job_pkey" PRIMARY KEY ("name")
);

-- Every process of Daybook that ran: a sign of life every few seconds.
CREATE TABLE "Instance" (
  "id" UUID NOT NULL,
  "host" TEXT NOT NULL,
  "pid" INTEGER NOT NULL,
  "role" TEXT NOT NULL,
  "release" TEXT NOT NULL,
  "startedAt" TIMESTAMPTZ(3) NOT NULL,
  "lastSeenAt" TIMESTAMPTZ(3) NOT NULL,
  "stoppedAt" TIMESTAMPTZ(3),
  -- How long nobody had been there when this one started; null when another was.
  "silentSeconds" INTEGER,
  CONSTRAINT "Instance_pkey" PRIMARY KEY ("id")
);
CREATE INDEX "Instance_lastSeenAt_idx" ON "Instance" ("lastSeenAt");

-- Requests of a minute, by instance, method and route template.
CREATE TABLE "RequestMinute" (
  "at" TIMESTAMPTZ(3) NOT NULL,
  "instanceId" UUID NOT NULL,
  "method" TEXT NOT NULL,
  "route" TEXT NOT NULL,
  "count" INTEGER NOT NULL,
  -- Status 500 and above.
  "errors" INTEGER NOT NULL,
  "totalMs" INTEGER NOT NULL,
  -- Requests per bucket of duration; the bounds stand in lib/metrics/buckets.ts.
  "buckets" INTEGER[] NOT NULL,
  CONSTRAINT "RequestMinute_pkey" PRIMARY KEY ("at", "instanceId", "method", "route")
);

-- All routes of a minute together, but probes: what rules look at every 15 s, over hours and days.
CREATE TABLE "RequestTotal" (
  "at" TIMESTAMPTZ(3) NOT NULL,
  "instanceId" UUID NOT NULL,
  "count" INTEGER NOT NULL,
  "errors" INTEGER NOT NULL,
  "buckets" INTEGER[] NOT NULL,
  CONSTRAINT "RequestTotal_pkey" PRIMARY KEY ("at", "instanceId")
);

-- What the health checks found, once a minute.
CREATE TABLE "HealthSnapshot" (
  "at" TIMESTAMPTZ(3) NOT NULL,
  "status" TEXT NOT NULL,
  "responseMs" INTEGER NOT NULL,
  "databaseMs" INTEGER,
  "diskPercent" INTEGER,
  "checks" JSONB NOT NULL,
  CONSTRAINT "HealthSnapshot_pkey" PRIMARY KEY ("at")
);

-- Guards ----------------------------------------------------------------------------------------------

SELECT daybook_watch_table(name) FROM unnest(ARRAY['AlertRule', 'AlertChannel', 'Silence', 'MaintenanceWindow', 'Alert',
  'AlertNotice', 'Delivery', 'AlertDrill', 'AlertInbound', 'Incident', 'IncidentAlert', 'IncidentEntry', 'IncidentAction']) AS name;
