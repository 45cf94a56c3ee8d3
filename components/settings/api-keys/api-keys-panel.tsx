'use client'

import { useQuery, useQueryClient } from '@tanstack/react-query'
import { KeyRound, Plus } from 'lucide-react'
import Link from 'next/link'
import { useState } from 'react'
import { toast } from 'sonner'
import { Badge } from '@/components/ui/badge'
import { Button } from '@/components/ui/button'
import { ConfirmDialog } from '@/components/ui/confirm-dialog'
import { EmptyState } from '@/components/ui/empty-state'
import { Panel } from '@/components/ui/panel'
import { QueryView } from '@/components/ui/query-view'
import { Time } from '@/components/ui/time'
import { useNow } from '@/components/ui/use-now'
import type { ApiKey } from '@/lib/members/api-keys/contract'
import { NewApiKeyDialog } from './new-api-key-dialog'
import { apiKeysQuery, revokeApiKey } from './queries'

/** The keys with which programs call Daybook. */
export function ApiKeysPanel() {
  const query = useQuery(apiKeysQuery())
  const [isAdding, setIsAdding] = useState(false)
  const add = (
    <Button size="sm" onClick={() => setIsAdding(true)}>
      <Plus aria-hidden="true" />
      New key
    </Button>
  )
  return (
    <Panel
      title="API keys"
      description={
        <>
          For programs that call Daybook, such as Prometheus. A key may do what you choose and nothing else. What there
          is to call stands in the{' '}
          <Link
            href="/docs"
            target="_blank"
            prefetch={false}
            className="whitespace-nowrap text-accent-fg underline decoration-accent/40 underline-offset-4 hover:decoration-accent"
          >
            API documents
          </Link>
          .
        </>
      }
      actions={query.data && query.data.items.length > 0 ? add : null}
      flush
    >
      <QueryView
        query={query}
        noun="the keys"
        isEmpty={({ items }) => items.length === 0}
        empty={
          <EmptyState
            icon={KeyRound}
            title="No program has a key"
            description="Make one for each program, so that each can be revoked by itself."
            action={add}
          />
        }
      >
        {({ items }) => (
          <ul className="divide-y divide-line">
            {items.map((key) => (
              <ApiKeyRow key={key.id} apiKey={key} />
            ))}
          </ul>
        )}
      </QueryView>
      <NewApiKeyDialog open={isAdding} onOpenChange={setIsAdding} />
    </Panel>
  )
}

function ApiKeyRow({ apiKey }: { apiKey: ApiKey }) {
  const { id, name, scopes } = apiKey
  const [isAsking, setIsAsking] = useState(false)
  const client = useQueryClient()
  async function revoke() {
    await revokeApiKey(id)
    toast.success(`The key ${name} is revoked`)
    await client.invalidateQueries(apiKeysQuery())
  }
  return (
    <li className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 px-4 py-3">
      <div className="grid min-w-0 gap-1">
        <p className="break-words font-medium">{name}</p>
        <p className="flex flex-wrap gap-1">
          {scopes.map((scope) => (
            <Badge key={scope}>{scope}</Badge>
          ))}
        </p>
        <ApiKeyFacts apiKey={apiKey} />
      </div>
      <Button size="sm" onClick={() => setIsAsking(true)} aria-label={`Revoke the key ${name}`}>
        Revoke
      </Button>
      <ConfirmDialog
        open={isAsking}
        onOpenChange={setIsAsking}
        title="Revoke this key?"
        target={name}
        description="The program that uses it is refused from this moment on. A revoked key cannot be brought back."
        confirmLabel="Revoke key"
        onConfirm={revoke}
      />
    </li>
  )
}

function ApiKeyFacts({ apiKey }: { apiKey: ApiKey }) {
  const { keyPrefix, createdAt, createdByName, lastUsedAt, expiresAt } = apiKey
  const now = useNow(30_000)
  const isExpired = expiresAt !== null && now !== null && Date.parse(expiresAt) <= now
  return (
    <p className="text-fg-muted text-sm">
      <span className="font-mono text-xs">{keyPrefix}…</span> · made by {createdByName} <Time iso={createdAt} /> ·{' '}
      {lastUsedAt === null ? (
        'never used'
      ) : (
        <>
          last used <Time iso={lastUsedAt} />
        </>
      )}
      {expiresAt !== null && (
        <>
          {' '}
          · <span className={isExpired ? 'text-error-fg' : undefined}>{isExpired ? 'expired' : 'expires'}</span>{' '}
          <Time iso={expiresAt} format="date" />
        </>
      )}
    </p>
  )
}
