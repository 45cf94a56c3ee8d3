import type { Random } from './random'
import type { Call } from './task'

/** Something small beside the stories of leads: a look at a list, or a mistake that must be refused. */
export type Errand = { words: string } & ({ look: string } | { mistake: Call })

export function drawErrand(random: Random): Errand {
  return random.chance(0.55) ? random.pick(looks) : random.pick(mistakes)
}

const looks: readonly [Errand, ...Errand[]] = [
  { words: 'looks at the leads', look: '/api/leads?limit=20' },
  { words: 'looks for leads nobody has called yet', look: '/api/leads?status=NEW' },
  { words: 'looks for unpaid invoices', look: '/api/invoices?status=SENT' },
  { words: 'looks at the students', look: '/api/students?limit=50' },
  { words: 'looks for a transfer', look: '/api/payments?search=Transfer' },
  { words: 'searches for Müller', look: '/api/leads?search=M%C3%BCller' },
]

const nobody = '01900000-0000-7000-8000-000000000000'

const mistakes: readonly [Errand, ...Errand[]] = [
  {
    words: 'adds a lead without a proper e-mail address',
    mistake: { method: 'POST', path: '/api/leads', body: { name: 'Ülkü Aksoy', email: 'ulku.at.example.org' } },
  },
  {
    words: 'adds a lead without a name',
    mistake: { method: 'POST', path: '/api/leads', body: { name: ' ', email: 'walk-in@example.org' } },
  },
  {
    words: 'opens a link to an invoice that is not there',
    mistake: { method: 'POST', path: `/api/invoices/${nobody}/send` },
  },
  {
    words: 'makes an invoice without lines for nobody',
    mistake: { method: 'POST', path: `/api/leads/${nobody}/invoice`, body: { currency: 'EUR', lines: [] } },
  },
]
