-- When a process that sends last had a value for a channel of the environment: only when none has had one for some minutes is
-- it switched off.
ALTER TABLE "AlertChannel" ADD COLUMN "seenAt" timestamptz(3);

-- Who has taken a delivery that others did not take yet, as hashes: a retry by any process goes to the others only.
ALTER TABLE "Delivery" ADD COLUMN "toldTo" text[] NOT NULL DEFAULT '{}';
