import type { Tx } from '../db'
import type { Change } from './contract'

export async function changesBefore(_tx: Tx, _input: { at: Date; source: string }): Promise<Change[]> {
  return []
}
