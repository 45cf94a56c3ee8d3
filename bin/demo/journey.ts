import { dayMs, hourMs, minuteMs } from '../../lib/clock'
import type { PaymentInput } from '../../lib/payments/contract'
import { drawPerson, type Person } from './persons'
import type { Random } from './random'
import { drawCourse, drawLines, notes, origins, type StaffKey } from './school'
import type { Task } from './task'

/** A task, who does it, and how long after the one before (more when the school is closed then). */
export type Step = Task & { by: StaffKey; afterMs: number }

/** How a lead's story goes on: it enrols, it is not heard of again, or somebody only wanted to sell something. */
type Ending = 'enrols' | 'fades' | 'spam'

/** A lead from the first call to the last instalment, with the mistakes people make on the way. */
export function drawJourney(random: Random, serial: number): Step[] {
  const by = drawStaff(random)
  const person = drawPerson(random, serial)
  const share = random.next()
  const ending: Ending = share < 0.6 ? 'enrols' : share < 0.95 ? 'fades' : 'spam'
  const course = drawCourse(random)
  const steps: Step[] = [{ ...addLead(random, person, course.name), by, afterMs: 0 }]
  if (ending === 'spam') return [...steps, { do: 'deleteLead', by, afterMs: random.int(5, 90) * minuteMs }]
  steps.push(...talks(random, by, ending))
  if (ending === 'enrols') steps.push(...enrols(random, by, person.currency, course))
  return steps
}

/** A conversion that fails in the database, and works when it is tried again. */
export function drawCrash(random: Random, serial: number): Step[] {
  const person = drawPerson(random, serial)
  const course = drawCourse(random)
  const { lines, totalMinor } = drawLines(random, course, 'EUR')
  const payment: PaymentInput = { amountMinor: totalMinor, method: 'CARD' }
  return [
    { ...addLead(random, person, course.name), by: 'jonas', afterMs: 0 },
    { do: 'makeInvoice', invoice: { currency: 'EUR', lines }, dueInDays: 7, by: 'jonas', afterMs: 14 * minuteMs },
    { do: 'sendInvoice', by: 'jonas', afterMs: 2 * minuteMs },
    { do: 'convert', payment, crash: true, by: 'jonas', afterMs: 41 * minuteMs },
    { do: 'convert', payment, by: 'marta', afterMs: 52 * minuteMs },
  ]
}

function drawStaff(random: Random): StaffKey {
  const share = random.next()
  return share < 0.45 ? 'aylin' : share < 0.85 ? 'jonas' : 'marta'
}

function addLead(random: Random, { name, email, phone }: Person, course: string): Task {
  const origin = random.pick(origins)
  const note = random.chance(0.25) ? { notes: random.pick(notes) } : {}
  return { do: 'addLead', lead: { name, email, phone, course, origin, ...note } }
}

/** Calls and mails until it is clear what becomes of the lead. */
function talks(random: Random, by: StaffKey, ending: Ending): Step[] {
  const steps: Step[] = []
  const edit = (patch: Extract<Task, { do: 'editLead' }>['patch'], afterMs: number) =>
    steps.push({ do: 'editLead', patch, by, afterMs })
  if (random.chance(0.85)) edit({ status: 'CONTACTED' }, random.int(10, 20 * 60) * minuteMs)
  if (random.chance(0.15)) edit({ phone: `+49 30 23125 ${random.int(200, 299)}` }, random.int(1, 9) * minuteMs)
  if (random.chance(0.15)) edit({ notes: random.pick(notes) }, random.int(2, 300) * minuteMs)
  if (ending === 'enrols' && random.chance(0.5)) edit({ status: 'QUALIFIED' }, random.int(1, 20) * hourMs)
  if (ending === 'fades' && random.chance(0.6)) edit({ status: 'LOST' }, random.int(2, 7) * dayMs)
  return steps
}

type Course = ReturnType<typeof drawCourse>

function enrols(random: Random, by: StaffKey, currency: string, course: Course): Step[] {
  const steps: Step[] = []
  const add = (task: Task, afterMs: number, who = by) => steps.push({ ...task, by: who, afterMs })
  const { lines, totalMinor } = drawLines(random, course, currency)
  const isWrongAtFirst = random.chance(0.1)
  if (isWrongAtFirst) {
    const wrong = lines.map((line) => ({ ...line, unitPriceMinor: line.unitPriceMinor * 10 }))
    add({ do: 'makeInvoice', invoice: { currency, lines: wrong }, dueInDays: 14 }, random.int(10, 600) * minuteMs)
    if (random.chance(0.6)) add({ do: 'sendInvoice' }, 2 * minuteMs)
    add({ do: 'cancelInvoice' }, random.int(4, 50) * minuteMs, 'marta')
  }
  const payableNowMinor = random.chance(0.55) ? Math.ceil((totalMinor * random.int(25, 50)) / 100) : totalMinor
  add(
    { do: 'makeInvoice', invoice: { currency, lines, payableNowMinor }, dueInDays: 14 },
    random.int(5, 240) * minuteMs,
  )
  if (random.chance(0.12)) add({ do: 'editInvoice', patch: { lines: [...lines, workshop(lines)] } }, 3 * minuteMs)
  else if (random.chance(0.75)) steps.push(...pays(random, by, { totalMinor, payableNowMinor }))
  return steps
}

/** A free extra on the bill: the total stays, the draft changes. */
function workshop(lines: readonly { unitPriceMinor: number }[]) {
  return { description: `Pronunciation workshop (included), place ${lines.length + 1}`, quantity: 1, unitPriceMinor: 0 }
}

function pays(random: Random, by: StaffKey, owed: { totalMinor: number; payableNowMinor: number }): Step[] {
  const { totalMinor, payableNowMinor } = owed
  const steps: Step[] = [{ do: 'sendInvoice', by, afterMs: random.int(1, 40) * minuteMs }]
  const convert = (amountMinor: number, afterMs: number) =>
    steps.push({ do: 'convert', payment: drawPayment(random, amountMinor), by: cashier(random, by), afterMs })
  const untilPaidMs = random.int(1, 70) * hourMs
  if (random.chance(0.12)) convert(Math.max(1, payableNowMinor - random.int(1, 9) * 100), untilPaidMs)
  convert(payableNowMinor, untilPaidMs)
  // Somebody else has the same statement of account on the desk.
  if (random.chance(0.08)) convert(payableNowMinor, random.int(1, 30) * minuteMs)
  if (random.chance(0.1)) steps.push({ do: 'editStudent', patch: { phone: '+49 30 23125 555' }, by, afterMs: hourMs })
  return [...steps, ...instalments(random, by, totalMinor - payableNowMinor)]
}

function instalments(random: Random, by: StaffKey, restMinor: number): Step[] {
  if (restMinor < 2) return []
  const steps: Step[] = []
  const pay = (amountMinor: number, afterMs: number) =>
    steps.push({ do: 'payRest', payment: drawPayment(random, amountMinor), by: cashier(random, by), afterMs })
  const firstMinor = random.chance(0.5) ? restMinor : Math.floor(restMinor / 2)
  if (random.chance(0.1)) pay(restMinor + 500, random.int(1, 3) * dayMs)
  if (random.chance(0.8)) pay(firstMinor, random.int(1, 5) * dayMs)
  if (random.chance(0.5) && firstMinor < restMinor && steps.length > 0)
    pay(restMinor - firstMinor, random.int(2, 5) * dayMs)
  return steps
}

const cashier = (random: Random, by: StaffKey): StaffKey => (random.chance(0.3) ? 'marta' : by)

function drawPayment(random: Random, amountMinor: number): PaymentInput {
  const method = random.pick(['BANK_TRANSFER', 'BANK_TRANSFER', 'CARD', 'CASH'] as const)
  return method === 'BANK_TRANSFER'
    ? { amountMinor, method, reference: `Transfer ${random.int(1_000, 9_999)}` }
    : { amountMinor, method }
}
