'use client'

import { useQuery } from '@tanstack/react-query'
import Link from 'next/link'
import type { ReactNode } from 'react'
import { BackLink } from '@/components/ui/back-link'
import { Badge } from '@/components/ui/badge'
import { cn } from '@/components/ui/cn'
import { KeyValueList } from '@/components/ui/key-value-list'
import { PageHeader } from '@/components/ui/page-header'
import { Panel } from '@/components/ui/panel'
import { RecordView } from '@/components/ui/record-view'
import { thumbRoom } from '@/components/ui/thumb-bar'
import { Time } from '@/components/ui/time'
import type { LeadDetail } from '@/lib/leads/contract'
import { LeadActions } from './lead-actions'
import { LeadNotes } from './lead-notes'
import { LeadStatusBadge } from './lead-status'
import { leadQuery } from './queries'

export interface LeadPageProps {
  id: string
  /** The lead's invoices, which another feature shows. */
  invoices: ReactNode
}

/** One lead: who it is, what was agreed, what was invoiced. */
export function LeadPage({ id, invoices }: LeadPageProps) {
  const query = useQuery(leadQuery(id))
  return (
    <RecordView query={query} kind="Lead" back={{ href: '/dashboard/leads', label: 'Leads' }}>
      {(lead) => (
        <>
          <PageHeader
            eyebrow={<BackLink href="/dashboard/leads">Leads</BackLink>}
            title={lead.name}
            meta={
              <>
                <LeadStatusBadge status={lead.status} />
                {lead.isSample && <Badge>Sample</Badge>}
                <span className="text-fg-muted text-sm">
                  Asked <Time iso={lead.createdAt} />
                </span>
              </>
            }
            actions={<LeadActions lead={lead} />}
          />
          <div className={cn('grid grid-cols-1 gap-5 lg:grid-cols-[minmax(0,1fr)_22rem]', thumbRoom)}>
            <div className="grid grid-cols-1 content-start gap-5 lg:col-start-2 lg:row-start-1">
              {lead.student && <Converted student={lead.student} />}
              <LeadFacts lead={lead} />
            </div>
            <div className="grid grid-cols-1 content-start gap-5 lg:col-start-1 lg:row-start-1">
              {invoices}
              <LeadNotes key={lead.id} lead={lead} />
            </div>
          </div>
        </>
      )}
    </RecordView>
  )
}

const linkClasses = 'text-accent-fg underline decoration-accent/40 underline-offset-4 hover:decoration-accent'

function LeadFacts({ lead }: { lead: LeadDetail }) {
  return (
    <Panel title="Contact">
      <KeyValueList
        className="-my-2"
        items={[
          {
            label: 'E-mail',
            value: (
              <a href={`mailto:${lead.email}`} className={`wrap-anywhere ${linkClasses}`}>
                {lead.email}
              </a>
            ),
          },
          {
            label: 'Phone',
            value: lead.phone && (
              <a href={`tel:${lead.phone.replace(/[^\d+]/g, '')}`} className={linkClasses}>
                {lead.phone}
              </a>
            ),
          },
          { label: 'Course', value: lead.course },
          { label: 'Origin', value: lead.origin },
          { label: 'Since', value: <Time iso={lead.createdAt} format="date" /> },
          { label: 'Changed', value: <Time iso={lead.updatedAt} /> },
        ]}
      />
    </Panel>
  )
}

function Converted({ student }: { student: NonNullable<LeadDetail['student']> }) {
  return (
    <Panel title="Student">
      <p>
        Became student{' '}
        <Link href={`/dashboard/students/${student.id}`} className={`font-medium ${linkClasses}`}>
          {student.number}
        </Link>{' '}
        on <Time iso={student.enrolledAt} format="date" />.
      </p>
    </Panel>
  )
}
