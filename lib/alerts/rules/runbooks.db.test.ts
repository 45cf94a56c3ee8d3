import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { useDatabase } from '../../testing/database'

const db = useDatabase()
const folder = join(import.meta.dirname, '../../../docs/runbooks')
const files = readdirSync(folder)

test.each(files)('what %s asks the database can be asked, with the rights of the application', async (file) => {
  const text = readFileSync(join(folder, file), 'utf8')
  const blocks = [...text.matchAll(/```sql\n([\s\S]*?)```/g)].map((match) => match[1] ?? '')
  expect(blocks.length).toBeGreaterThan(0)
  for (const query of blocks
    .join('')
    .split(';')
    .map((part) => part.trim())
    .filter(Boolean))
    await db.appQuery(query)
})
