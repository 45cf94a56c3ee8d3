'use client'

import { Menu } from 'lucide-react'
import { useState } from 'react'
import { Button } from '@/components/ui/button'
import { Sheet, SheetContent, SheetTrigger } from '@/components/ui/sheet'
import type { Role } from '@/lib/context/contract'
import { NavList } from './nav-list'

/** The whole navigation on phones, behind one button. Closes when a place is chosen. */
export function MenuSheet({ role }: { role: Role }) {
  const [open, setOpen] = useState(false)
  return (
    <Sheet open={open} onOpenChange={setOpen}>
      <SheetTrigger asChild>
        <Button variant="ghost" size="icon" aria-label="Open menu">
          <Menu aria-hidden="true" />
        </Button>
      </SheetTrigger>
      <SheetContent side="left" title="Menu" className="max-w-xs">
        <NavList role={role} onNavigate={() => setOpen(false)} />
      </SheetContent>
    </Sheet>
  )
}
