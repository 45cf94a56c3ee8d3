import { type ClassValue, clsx } from 'clsx'
import { extendTailwindMerge } from 'tailwind-merge'

const merge = extendTailwindMerge({ extend: { theme: { shadow: ['panel', 'pop', 'overlay'] } } })

/** Joins class names; of two utilities for the same property the later wins, so callers can override. */
export function cn(...classes: ClassValue[]): string {
  return merge(clsx(classes))
}
