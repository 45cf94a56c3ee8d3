'use client'

import { Download } from 'lucide-react'
import dynamic from 'next/dynamic'
import { useState } from 'react'
import { Button } from '@/components/ui/button'
import type { ActivityFilters } from './filters'

/** Rarely opened, so it is loaded then. */
const ExportDialog = dynamic(() => import('./export-dialog').then((file) => file.ExportDialog), { ssr: false })

/** Takes the events that the feed shows out as a file. */
export function ExportButton({ filters, className }: { filters: ActivityFilters; className?: string }) {
  const [isOpen, setOpen] = useState(false)
  const [isWanted, setWanted] = useState(false)
  const open = () => {
    setWanted(true)
    setOpen(true)
  }
  return (
    <>
      <Button onClick={open} onPointerEnter={() => setWanted(true)} aria-label="Export" className={className}>
        <Download aria-hidden="true" />
        <span className="max-sm:hidden">Export</span>
      </Button>
      {isWanted && <ExportDialog open={isOpen} onOpenChange={setOpen} filters={filters} />}
    </>
  )
}
