import { PrismaPg } from '@prisma/adapter-pg'
import { processSingleton } from '../singleton'
import { PrismaClient } from './generated/client'
import { getPool } from './pool'

/** Prisma on the shared pool. For reads; everything that changes rows goes through `withTx`. */
export function getDb(): PrismaClient {
  return processSingleton('db.prisma', () => new PrismaClient({ adapter: new PrismaPg(getPool()) }))
}
