import { readdir, readFile, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { isMissing, spoolFolder, writeDurably } from '../../write/spool-folder'
import { mentions, type Terms } from './terms'

/** What the spool still holds of a person: segments that are not replayed yet. */
export type SpoolLeftovers = { segments: number }

/**
 * Removes a person from the files that were set aside: whole lines of refused events, and torn pieces as a whole. Segments
 * are only counted, since their events are on the way into the trail, where the next erasure finds them.
 */
export async function eraseFromSpool(terms: Terms): Promise<SpoolLeftovers> {
  const folder = spoolFolder()
  let segments = 0
  for (const name of await filesIn(folder)) {
    const path = join(folder, name)
    const text = await readFile(path, 'utf8').catch((error: unknown) => {
      if (isMissing(error)) return ''
      throw error
    })
    if (!mentions(text, terms)) continue
    if (name.endsWith('.refused')) await keepOthers(folder, name, text, terms)
    else if (name.endsWith('.torn')) await rm(path)
    else if (name.endsWith('.spool')) segments += 1
  }
  return { segments }
}

async function filesIn(folder: string): Promise<string[]> {
  try {
    return await readdir(folder)
  } catch (error) {
    if (isMissing(error)) return []
    throw error
  }
}

async function keepOthers(folder: string, name: string, text: string, terms: Terms): Promise<void> {
  const kept = text.split('\n').filter((line) => !mentions(line, terms))
  await writeDurably(folder, `${name}.new`, kept.join('\n'))
  await rename(join(folder, `${name}.new`), join(folder, name))
}
