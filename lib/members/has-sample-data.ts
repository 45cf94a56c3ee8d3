import { getDb } from '../db'

/** Whether the rows of the sample company are here: its members come first and go last. */
export async function hasSampleData(): Promise<boolean> {
  return (await getDb().user.findFirst({ where: { isSample: true }, select: { id: true } })) !== null
}
