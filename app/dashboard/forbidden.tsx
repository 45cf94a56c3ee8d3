import { Forbidden } from '@/components/shell/forbidden'

/** Inside the shell, so that the way on is at hand. */
export default function ForbiddenPage() {
  return <Forbidden />
}
