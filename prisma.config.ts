import { defineConfig } from 'prisma/config'

// `prisma generate` insists on a schema engine binary that it would download, and never runs it.
// Any existing file satisfies the check, so that a closed network can generate.
process.env.PRISMA_SCHEMA_ENGINE_BINARY ??= process.execPath

export default defineConfig({ schema: 'prisma/schema.prisma' })
