/** How often a caller has asked in the running window, and when that window ends. */
export type Count = { used: number; endsInMs: number }

/** Counts requests of callers under one policy. Neither verb throws: whoever cannot count lets the request in. */
export type Counter = {
  add(key: string): Promise<Count>
  /** The count without adding to it. */
  peek(key: string): Promise<Count>
}
