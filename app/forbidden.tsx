import { Forbidden } from '@/components/shell/forbidden'

export const metadata = { title: 'No access' }

export default function ForbiddenPage() {
  return <Forbidden standalone />
}
