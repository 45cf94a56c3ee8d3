import { z } from 'zod'
import { type AppError, errorTable } from '../errors'
import { wholeAnswer } from '../whole-answer'

/** RFC 9457 problem details, as every error of every route is told. */
export const Problem = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.number().int(),
    detail: z.string(),
    code: z.string(),
    requestId: z.string(),
    success: z.literal(false),
    errors: z.array(z.object({ detail: z.string(), pointer: z.string() })).optional(),
  })
  .meta({ id: 'Problem' })
export type Problem = z.infer<typeof Problem>

/** The answer for a failure: its public sentence, never its cause. */
export function problemResponse(error: AppError, requestId: string): Response {
  const { status, title } = errorTable[error.code]
  const body: Problem = {
    type: 'about:blank',
    title,
    status,
    detail: error.publicMessage,
    code: error.code,
    requestId,
    success: false,
    ...(error.problems.length > 0 ? { errors: [...error.problems] } : {}),
  }
  return wholeAnswer(JSON.stringify(body), {
    status,
    headers: { 'cache-control': 'no-store', ...error.headers, 'content-type': 'application/problem+json' },
  })
}
