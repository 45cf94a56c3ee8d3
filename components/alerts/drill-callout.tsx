'use client'

/** The weekly drill that waits for somebody to answer it; nothing while there is none. */
export function DrillCallout() {
  return null
}
