-- Keys with which programs call Daybook. What stands here opens nothing: of a key only its hash and its beginning are kept.

CREATE TABLE "ApiKey" (
  "id" UUID NOT NULL,
  "name" TEXT NOT NULL,
  "scopes" TEXT[] NOT NULL,
  "keyHash" BYTEA NOT NULL,
  "keyPrefix" TEXT NOT NULL,
  -- The system whose events come with it; free text until sources have a table of their own.
  "sourceId" TEXT,
  "createdAt" TIMESTAMPTZ(3) NOT NULL,
  "createdById" UUID,
  "createdByName" TEXT NOT NULL,
  "lastUsedAt" TIMESTAMPTZ(3),
  "expiresAt" TIMESTAMPTZ(3),
  "revokedAt" TIMESTAMPTZ(3),
  CONSTRAINT "ApiKey_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "ApiKey_keyHash_length" CHECK (octet_length("keyHash") = 32),
  CONSTRAINT "ApiKey_scopes" CHECK (cardinality("scopes") > 0)
);
CREATE UNIQUE INDEX "ApiKey_keyHash_key" ON "ApiKey" ("keyHash");

SELECT daybook_watch_table('ApiKey');
