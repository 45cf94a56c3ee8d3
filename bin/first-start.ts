import { env } from '../lib/env'
import { readMark } from './demo/mark'
import { beginSampleData, defaultSample } from './demo/sample-data'
import { createFounder, hasMember } from './founder'
import { resumeSampleData } from './sample'
import { takingTurns } from './taking-turns'

/** Who can sign in after the first start; the password only when it was made up just now. */
export type FirstStart = { founder?: { email: string; password?: string } }

/**
 * Called by `daybook start` and `daybook dev` after the migrations and before serving: makes the founder when
 * there is nobody. Does nothing on later starts. Instances that start at once take turns, so that one of them
 * does it. Comes last, so that a start that is cut off has not made a founder whose password nobody saw.
 */
export async function firstStart(): Promise<FirstStart> {
  return takingTurns(async () => ((await hasMember()) ? {} : { founder: await createFounder() }))
}

/**
 * Called before that, beside the build: the sample data of a fresh trial, or the rest of it after a kill. Answers
 * what went wrong instead of throwing, since Daybook is of use without sample data; the next start tries again.
 */
export async function fillTrial(signal: AbortSignal): Promise<Error | undefined> {
  try {
    await takingTurns(async (ownerUrl) => {
      if (env().DAYBOOK_TRIAL && !(await hasMember()) && !(await readMark()))
        await beginSampleData({ ...defaultSample, endsAt: new Date() })
      await resumeSampleData({ ownerUrl, signal })
    })
    return undefined
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error))
  }
}
