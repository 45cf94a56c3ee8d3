import Link from 'next/link'
import { NoticePage } from '@/components/shell/notice-page'
import { Button } from '@/components/ui/button'

export const metadata = { title: 'Not found' }

export default function NotFound() {
  return (
    <NoticePage
      code="404"
      title="There is no such page"
      standalone
      actions={
        <Button variant="primary" asChild>
          <Link href="/dashboard">Go to the dashboard</Link>
        </Button>
      }
    >
      The address may be mistyped, or what stood here has moved.
    </NoticePage>
  )
}
