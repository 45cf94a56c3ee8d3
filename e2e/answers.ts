import { subscribe } from 'node:diagnostics_channel'
import { appendFileSync } from 'node:fs'
import process from 'node:process'
import type { Answered } from '../lib/http/define-route'
import { deviationsOf, isDocumented } from '../lib/testing/documented-answers'

// Loaded by the server under test before anything else: holds every answer of every route against the OpenAPI document and
// writes down what is not as documented, for `judge-answers.ts` to read when all tests are over.

const file = process.env.E2E_ANSWERS_FILE

if (file)
  // The name of the channel in lib/http/define-route.ts, which the build has a copy of its own of.
  subscribe('daybook.http.answered', (message) => {
    const answer = message as Answered
    if (!isDocumented(answer)) return
    void deviationsOf(answer)
      .catch((error: unknown) => [`${answer.request.method} ${answer.path}: ${String(error)}`])
      .then((deviations) =>
        appendFileSync(file, [`answer ${answer.path}`, ...deviations.map((text) => `WRONG ${text}`), ''].join('\n')),
      )
  })
