import Link from 'next/link'
import { NoticePage } from '@/components/shell/notice-page'
import { Button } from '@/components/ui/button'

export default function NotFound() {
  return (
    <NoticePage
      code="404"
      title="Nothing is filed here"
      actions={
        <Button variant="primary" asChild>
          <Link href="/dashboard">Go to the dashboard</Link>
        </Button>
      }
    >
      The record may have been deleted, or the link is incomplete. The activity of a deleted record is kept.
    </NoticePage>
  )
}
