import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { logger } from '../../logger'
import { rules } from './registry'

/** Found from the working folder, because a bundle has no place of its own. */
const folder = () => join(/* turbopackIgnore: true */ process.cwd(), 'docs', 'runbooks')

/**
 * What to look at and what to do when this rule fires, as Markdown; a sentence where there is none. Only names of rules
 * lead to files. Never throws: an alert is shown without its runbook rather than not at all.
 */
export async function readRunbook(name: string): Promise<string> {
  if (!rules.some((rule) => rule.name === name)) return 'There is no runbook for this rule.'
  try {
    return await readFile(join(folder(), `${name}.md`), 'utf8')
  } catch (error) {
    logger.warn('RUNBOOK_UNREADABLE', { rule: name, error })
    return 'The runbook of this rule could not be read.'
  }
}
