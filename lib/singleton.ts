/**
 * One value per process. Next bundles routes and instrumentation apart, so a module variable
 * would exist twice; a registered symbol on `globalThis` does not.
 */
export function processSingleton<T>(name: string, make: () => T): T {
  const key = Symbol.for(`daybook.${name}`)
  const holder = globalThis as typeof globalThis & Record<symbol, T | undefined>
  const existing = holder[key]
  if (existing !== undefined) return existing
  const made = make()
  holder[key] = made
  return made
}
