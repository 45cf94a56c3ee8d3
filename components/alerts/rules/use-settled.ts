'use client'

import { useEffect, useState } from 'react'

/** The value once it has stayed the same for a while; until then the one before. Compared by what is in it. */
export function useSettled<Value>(value: Value, afterMs: number): Value {
  const [settled, setSettled] = useState(value)
  const key = JSON.stringify(value)
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), afterMs)
    return () => clearTimeout(timer)
    // The key stands for the value, which is another object at every render.
  }, [key, afterMs])
  return settled
}
