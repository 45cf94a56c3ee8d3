-- Who is told first when much waits for one channel: what is critical before the rest; and a service that asked to be left
-- alone for a while (Retry-After) is, with everything that waits for it.

ALTER TABLE "Delivery" ADD COLUMN "isUrgent" BOOLEAN NOT NULL DEFAULT false;
ALTER TABLE "AlertChannel" ADD COLUMN "pausedUntil" TIMESTAMPTZ(3);

-- The next one of a channel is one step in the index, however many wait.
CREATE INDEX "Delivery_next_idx" ON "Delivery" ("channelId", "isUrgent" DESC, "nextAttemptAt", "id") WHERE "status" IN ('PENDING', 'SENDING');
DROP INDEX "Delivery_due_idx";
