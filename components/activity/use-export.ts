'use client'

import { useEffect, useRef, useState } from 'react'
import { type ExportProgress, readExport } from './export-file'
import { saveFile } from './file-download'
import type { ExportFormat } from './row-counter'

export type ExportState =
  | { phase: 'ready'; wasCancelled?: boolean }
  | { phase: 'running'; progress: ExportProgress }
  | { phase: 'done'; name: string; rows: number }
  | { phase: 'failed'; error: Error }

/** One export at a time. It ends with what started it: leaving calls it off. */
export function useExport() {
  const [state, setState] = useState<ExportState>({ phase: 'ready' })
  const running = useRef<AbortController | null>(null)
  useEffect(() => () => running.current?.abort(), [])

  async function start(address: string, format: ExportFormat) {
    const own = new AbortController()
    running.current = own
    const tell = (next: ExportState) => running.current === own && setState(next)
    tell({ phase: 'running', progress: { rows: 0, total: 0 } })
    try {
      const onProgress = (progress: ExportProgress) => tell({ phase: 'running', progress })
      const { file, name, rows } = await readExport(address, format, { signal: own.signal, onProgress })
      saveFile(file, name)
      tell({ phase: 'done', name, rows })
    } catch (error) {
      if (own.signal.aborted) tell({ phase: 'ready', wasCancelled: true })
      else tell({ phase: 'failed', error: error instanceof Error ? error : new Error(String(error)) })
    }
  }

  return { state, start, cancel: () => running.current?.abort() }
}
