'use client'

import { useState } from 'react'
import { Button } from '@/components/ui/button'
import { Markdown } from '@/components/ui/markdown'
import { Panel } from '@/components/ui/panel'
import type { IncidentDetail } from '@/lib/incidents/contract'
import { PostMortemEditor } from './post-mortem-editor'

/** What happened, why, and what was learnt, in people's own words. */
export function PostMortemPanel({ incident }: { incident: IncidentDetail }) {
  const [isEditing, setEditing] = useState(false)
  const { postMortem } = incident
  const button = (
    <Button size="sm" onClick={() => setEditing(true)}>
      {postMortem === null ? 'Write it' : 'Edit'}
    </Button>
  )
  return (
    <Panel title="Post-mortem" actions={!isEditing && button}>
      {isEditing ? (
        <PostMortemEditor incident={incident} close={() => setEditing(false)} />
      ) : postMortem === null ? (
        <p className="max-w-prose text-fg-muted">
          Nothing is written yet. It begins with a template that has the timeline, the times and the action items in it
          already.
        </p>
      ) : (
        <Markdown text={postMortem} />
      )}
    </Panel>
  )
}
