/** The currencies that are offered, the most used first; the API takes every ISO 4217 code. */
export const currencies: readonly string[] = (
  'EUR USD GBP CHF SEK NOK DKK PLN CZK HUF RON UAH TRY CAD AUD NZD JPY CNY HKD SGD KRW INR ILS AED KWD ZAR NGN KES ' +
  'BRL MXN'
).split(' ')

/** "EUR · Euro" for each, and for `own` if it is none of them. */
export function currencyOptions(own: string): { value: string; label: string }[] {
  const names = new Intl.DisplayNames('en', { type: 'currency' })
  const all = currencies.includes(own) ? currencies : [own, ...currencies]
  return all.map((code) => ({ value: code, label: `${code} · ${names.of(code) ?? code}` }))
}
