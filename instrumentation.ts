/** Called by Next once per server process. Node code is imported inside, because this file is also compiled for edge. */
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME === 'nodejs') {
    const { startRuntime } = await import('./lib/runtime/start')
    startRuntime()
  }
}
