-- The correlation id of the request that something began with, so that everything of one chain can be shown together. Rows of before
-- have none. Events have theirs from the beginning, and are found through the search index.

ALTER TABLE "Alert" ADD COLUMN "correlationId" TEXT;
ALTER TABLE "Delivery" ADD COLUMN "correlationId" TEXT;
ALTER TABLE "JobRun" ADD COLUMN "correlationId" TEXT;

CREATE INDEX "Alert_correlationId_idx" ON "Alert" ("correlationId");
CREATE INDEX "Delivery_correlationId_idx" ON "Delivery" ("correlationId");
CREATE INDEX "JobRun_correlationId_idx" ON "JobRun" ("correlationId");
