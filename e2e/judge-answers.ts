import { existsSync, readFileSync } from 'node:fs'
import process from 'node:process'

/** Runs after all browser tests: throws when the server gave an answer that the OpenAPI document does not have, or none was looked at. */
export default function judgeAnswers(): void {
  const file = process.env.E2E_ANSWERS_FILE ?? ''
  const lines = existsSync(file) ? readFileSync(file, 'utf8').split('\n') : []
  const wrong = [...new Set(lines.filter((line) => line.startsWith('WRONG ')))]
  if (wrong.length > 0) throw new Error(`Answers that the OpenAPI document does not have:\n${wrong.join('\n')}`)
  if (lines.length < 2)
    throw new Error('No answer was held against the OpenAPI document: e2e/answers.ts was not loaded')
}
