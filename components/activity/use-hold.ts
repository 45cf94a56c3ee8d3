'use client'

import { useCallback, useState } from 'react'

/**
 * Whether the top of a list has been scrolled out of sight, and since when: what came later is held back then, so
 * that nothing moves under the reader's eyes. `topRef` goes on an element at the top of the list.
 */
export function useHold() {
  const [heldSince, setHeldSince] = useState<number | null>(null)

  const topRef = useCallback((element: HTMLElement | null) => {
    if (!element) return
    const observer = new IntersectionObserver(([entry]) => {
      if (!entry) return
      const isAbove = !entry.isIntersecting && entry.boundingClientRect.top < 0
      setHeldSince((since) => (isAbove ? (since ?? Date.now()) : null))
    })
    observer.observe(element)
    return () => observer.disconnect()
  }, [])

  return { heldSince, topRef }
}
