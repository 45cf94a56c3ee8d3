import { Forbidden } from '@/components/shell/forbidden'

export const metadata = { title: 'No access' }

/** Inside the shell, so that the way on is at hand. */
export default function ForbiddenPage() {
  return <Forbidden />
}
