-- Health over months, and what was promised: hours that minutes are summed up in, corrections of the error budget, and the
-- months that are over. docs/health.md tells how they are computed.

-- How busy the process was that took the snapshot: processor and event loop since the one before, memory at the moment.
ALTER TABLE "HealthSnapshot"
  ADD COLUMN "cpuPercent" INTEGER,
  ADD COLUMN "loopLagMs" INTEGER,
  ADD COLUMN "memoryMb" INTEGER;

-- Ninety days are 129,600 minutes and 2,160 of these. Kept for ever: a year is 8,760 rows.
CREATE TABLE "HealthHour" (
  "at" TIMESTAMPTZ(3) NOT NULL,
  -- One bit for each minute, the lowest for the first. A minute with no bit in the first three had no snapshot.
  "healthy" BIGINT NOT NULL,
  "degraded" BIGINT NOT NULL,
  "unhealthy" BIGINT NOT NULL,
  -- Planned, as it was known when the hour was summed up: a bit that is set stays, whatever becomes of the plan.
  "maintenance" BIGINT NOT NULL,
  "cpuPercent" INTEGER,
  "loopLagMs" INTEGER,
  "memoryMb" INTEGER,
  "databaseMs" INTEGER,
  "diskPercent" INTEGER,
  -- Over all instances, without probes; the bounds of the buckets stand in lib/metrics/buckets.ts.
  "requests" INTEGER NOT NULL,
  "errors" INTEGER NOT NULL,
  "buckets" INTEGER[] NOT NULL,
  CONSTRAINT "HealthHour_pkey" PRIMARY KEY ("at")
);

-- A stretch of time that a founder took out of the error budget, with the reason. Taken back, it stays in the list.
CREATE TABLE "SloCorrection" (
  "id" UUID NOT NULL,
  "startsAt" TIMESTAMPTZ(3) NOT NULL,
  "endsAt" TIMESTAMPTZ(3) NOT NULL,
  "reason" TEXT NOT NULL,
  "createdAt" TIMESTAMPTZ(3) NOT NULL,
  "createdByName" TEXT NOT NULL,
  "removedAt" TIMESTAMPTZ(3),
  "removedByName" TEXT,
  CONSTRAINT "SloCorrection_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "SloCorrection_stretch" CHECK ("endsAt" > "startsAt")
);
CREATE INDEX "SloCorrection_endsAt_idx" ON "SloCorrection" ("endsAt");

-- A month that is over, kept before its minutes are removed.
CREATE TABLE "SloMonth" (
  "month" TEXT NOT NULL,
  "result" JSONB NOT NULL,
  "computedAt" TIMESTAMPTZ(3) NOT NULL,
  CONSTRAINT "SloMonth_pkey" PRIMARY KEY ("month")
);

SELECT daybook_watch_table('SloCorrection');
