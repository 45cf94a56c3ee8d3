import { DigestScreen } from '@/components/alerts/digest/digest-screen'
import { requirePageUser } from '@/lib/auth'

export const metadata = { title: 'Digest' }

export default async function DigestPage() {
  await requirePageUser('/dashboard/digest', 'FOUNDER')
  return <DigestScreen />
}
