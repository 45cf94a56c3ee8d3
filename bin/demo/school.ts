import type { InvoiceLineInput } from '../../lib/invoices/contract'
import { minorDigits } from '../../lib/money'
import type { Random } from './random'

/** The made-up company of the sample data. */
export const schoolName = 'Lingua Nova'

export type StaffKey = 'marta' | 'jonas' | 'aylin'
export type Staff = {
  key: StaffKey
  name: string
  email: string
  role: 'ADMIN' | 'STAFF'
  home: string
  userAgent: string
}

/** Addresses are from the ranges for documentation (RFC 5737). */
export const officeAddress = '203.0.113.20'
export const strangerAddress = '198.51.100.213'

/** The sample staff; the administrator is the first. */
export const staff = [
  {
    key: 'marta',
    name: 'Marta Nowak',
    email: 'marta@lingua-nova.example',
    role: 'ADMIN',
    home: '203.0.113.146',
    userAgent:
      'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.1 Safari/605.1.15',
  },
  {
    key: 'jonas',
    name: 'Jonas Brandt',
    email: 'jonas@lingua-nova.example',
    role: 'STAFF',
    home: '198.51.100.34',
    userAgent: 'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:145.0) Gecko/20100101 Firefox/145.0',
  },
  {
    key: 'aylin',
    name: 'Aylin Yılmaz',
    email: 'aylin@lingua-nova.example',
    role: 'STAFF',
    home: '198.51.100.77',
    userAgent:
      'Mozilla/5.0 (Linux; Android 16; Pixel 9) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Mobile Safari/537.36',
  },
] as const satisfies readonly Staff[]

/** Prices in whole euros. */
type Course = { name: string; price: number; lessons?: number }

const courses: readonly [Course, ...Course[]] = [
  { name: 'German A1 intensive', price: 449 },
  { name: 'German A2 evening course', price: 399 },
  { name: 'German B1 intensive', price: 489 },
  { name: 'German B2 exam preparation', price: 529 },
  { name: 'German C1 academic writing', price: 590 },
  { name: 'Spanish A1, Tuesdays and Thursdays', price: 289 },
  { name: 'Spanish B1 conversation', price: 269 },
  { name: 'Business English, one to one', price: 62, lessons: 20 },
  { name: 'Business English for teams', price: 1_480 },
  { name: 'Summer intensive: German in Berlin, 4 weeks', price: 1_290 },
]

export const origins = [
  'Website',
  'Walk-in',
  'Instagram',
  'Friend of a student',
  'Phone',
  'Language fair',
  'Google',
] as const
export const notes = [
  'Asked for the evening group; works until six.',
  'Level test booked for Thursday.',
  'Employer pays. Invoice must name the cost centre.',
  'Speaks a little already: start in the second half of the book.',
  'Wants to take the exam in March.',
  'Called back, very friendly. Decides with her brother.',
] as const

const extras: readonly [[string, number], ...[string, number][]] = [
  ['Textbook and workbook', 39],
  ['Registration fee', 25],
  ['Placement test', 15],
]

/** One euro in units of the currency: rounded rates of autumn 2026, good enough for prices. */
const rates: Record<string, number> = { EUR: 1, CHF: 0.95, GBP: 0.87, USD: 1.15, PLN: 4.25, JPY: 175 }

export function drawCourse(random: Random): Course {
  return random.pick(courses)
}

/** The lines of an invoice for a course, and what they come to. */
export function drawLines(
  random: Random,
  course: Course,
  currency: string,
): { lines: InvoiceLineInput[]; totalMinor: number } {
  const quantity = course.lessons ?? 1
  const lines = [line(course.name, quantity, course.price, currency)]
  if (random.chance(0.4)) {
    const [name, price] = random.pick(extras)
    lines.push(line(name, 1, price, currency))
  }
  if (random.chance(0.18)) {
    const percent = random.pick([5, 10, 15])
    const reason = random.pick(['Early-bird discount', 'Returning student', 'Discount for siblings'])
    lines.push(line(`${reason}, ${percent} %`, 1, -(course.price * quantity * percent) / 100, currency))
  }
  return { lines, totalMinor: sumOf(lines) }
}

const sumOf = (lines: readonly InvoiceLineInput[]) =>
  lines.reduce((sum, { quantity, unitPriceMinor }) => sum + quantity * unitPriceMinor, 0)

function line(description: string, quantity: number, euros: number, currency: string): InvoiceLineInput {
  const units = euros * (rates[currency] ?? 1)
  return { description, quantity, unitPriceMinor: Math.round(units * 10 ** minorDigits(currency)) }
}
