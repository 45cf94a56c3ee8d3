import { expect, type Page, test } from 'playwright/test'
import { asOwner, founder, newMember, pageOf, signInByForm } from './support'

test.describe.configure({ mode: 'serial' })

const tag = Date.now().toString(36)

/** Staff's way from a person who asked to an invoice, in the browser. */
async function invoiceFor(page: Page, name: string): Promise<void> {
  await page.goto('/dashboard/leads')
  await page.getByRole('button', { name: 'New lead' }).first().click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Name').fill(name)
  await dialog.getByLabel('E-mail').fill(`${name.toLowerCase().replaceAll(' ', '.')}@example.org`)
  await dialog.getByLabel('Course').fill('German B1')
  await dialog.getByRole('button', { name: 'Add lead' }).click()
  await page.getByRole('link', { name: 'Create invoice' }).first().click()
  await page.getByLabel('Description').fill('German B1, evening course')
  await page.getByLabel('Unit price').fill('499.00')
  await page.getByLabel('Payable now').fill('200.00')
  await page.getByRole('button', { name: 'Create invoice' }).click()
  await expect(page.getByRole('heading', { level: 1 })).toContainText(/INV-\d{4}-\d{6}/)
}

async function bookFirstPayment(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Pay and convert' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Book payment and convert' }).click()
}

const feedOf = (page: Page) => page.getByTestId('activity-event')

test('staff takes a lead to a student, and the founder’s open page shows it within ten seconds', async ({
  page,
  browser,
}) => {
  const name = `Ada Story ${tag}`
  await page.goto('/')
  await expect(page).toHaveURL(/\/sign-in/)
  await signInByForm(page, founder)
  await expect(page).toHaveURL(/\/dashboard\/activity/)
  await expect(feedOf(page).first()).toBeVisible()

  const staff = await pageOf(browser, newMember('STAFF'))
  await invoiceFor(staff, name)
  await bookFirstPayment(staff)
  await expect(staff.getByRole('dialog')).toContainText(/STU-\d{4}-\d{4,}/)

  // No reload, no press: the page that has been open all the time.
  for (const deed of [
    'generated an invoice',
    'recorded a payment',
    'enrolled a student',
    'converted a lead',
    'turned a lead into a student',
  ])
    await expect(feedOf(page).filter({ hasText: deed }).filter({ hasText: name }).first(), deed).toBeVisible({
      timeout: 10_000,
    })
})

test('a conversion that fails in its transaction leaves nothing but one critical event with its stack', async ({
  page,
  browser,
}) => {
  const name = `Grace Failure ${tag}`
  const staff = await pageOf(browser, newMember('STAFF'))
  await invoiceFor(staff, name)
  const rows = () =>
    asOwner(
      `SELECT l."status", i."status" AS invoice, i."paidMinor"::int AS paid,
        (SELECT count(*)::int FROM "Student" s WHERE s."leadId" = l."id") AS students,
        (SELECT count(*)::int FROM "Payment" p WHERE p."invoiceId" = i."id") AS payments
       FROM "Lead" l JOIN "Invoice" i ON i."leadId" = l."id" WHERE l."name" = $1`,
      [name],
    )
  const untouched = [{ status: 'INVOICED', invoice: 'DRAFT', paid: 0, students: 0, payments: 0 }]
  expect(await rows()).toEqual(untouched)

  await asOwner(`CREATE OR REPLACE FUNCTION e2e_crash() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN RAISE EXCEPTION 'the ceiling came down'; END $$`)
  await asOwner(
    `CREATE TRIGGER e2e_crash BEFORE INSERT ON "Student" FOR EACH ROW WHEN (NEW."name" = '${name}') EXECUTE FUNCTION e2e_crash()`,
  )
  try {
    await bookFirstPayment(staff)
    await expect(staff.getByRole('dialog').getByText('nothing was changed')).toBeVisible()
  } finally {
    await asOwner(`DROP TRIGGER e2e_crash ON "Student"`)
  }
  expect(await rows()).toEqual(untouched)

  await page.goto('/sign-in')
  await signInByForm(page, founder)
  await page
    .getByRole('radio', { name: 'Errors only' })
    .or(page.getByRole('tab', { name: 'Errors only' }))
    .click()
  const failures = feedOf(page).filter({ hasText: name })
  await expect(failures).toHaveCount(1)
  await expect(failures).toHaveAttribute('data-severity', 'CRITICAL')
  await failures.getByRole('link').first().click()
  await expect(page.getByText('the ceiling came down').first()).toBeVisible()
  await page.getByText('Stack trace').first().click()
  await expect(
    page
      .getByText('convertLead')
      .or(page.getByText(/at .*\.js/))
      .first(),
  ).toBeVisible()

  // What was broken is mended: the same dialog, the same key, one student.
  await staff.getByRole('dialog').getByRole('button', { name: 'Try again' }).click()
  await expect(staff.getByRole('dialog')).toContainText(/STU-\d{4}-\d{4,}/)
  expect(await rows()).toEqual([
    { status: 'CONVERTED', invoice: 'PARTIALLY_PAID', paid: 20_000, students: 1, payments: 1 },
  ])
})

test('the rest is paid in parts until the invoice is paid', async ({ browser }) => {
  const staff = await pageOf(browser, newMember('STAFF'))
  await invoiceFor(staff, `Ida Parts ${tag}`)
  await bookFirstPayment(staff)
  await staff.getByRole('dialog').getByRole('button', { name: 'Done' }).click()
  for (const [amount, status] of [
    ['100.00', 'Partially paid'],
    ['199.00', 'Paid'],
  ] as const) {
    await staff.getByRole('button', { name: 'Record payment' }).click()
    await staff.getByRole('dialog').getByLabel('Amount').fill(amount)
    await staff.getByRole('dialog').getByRole('button', { name: 'Book payment' }).click()
    await expect(staff.getByText(status, { exact: true }).first()).toBeVisible()
  }
})
