/**
 * What spreadsheets begin a formula with (OWASP, CSV injection), in every width: an East Asian Excel takes the
 * full-width forms for the plain ones.
 */
const trigger = /^[=+\-@\uFF1D\uFF0B\uFF0D\uFF20\uFE66\uFE62\uFE63\uFE6B\u207A\u207B\u207C\u208A\u208B\u208C\u2212]/

/** What may stand before it unnoticed: spaces, invisible characters, quotes, and what ends a cell. */
const unnoticed = /[\s\p{C}\p{Z};"'`\u2018-\u201F\u00AB\u00BB\uFF02\uFF07]+/gu

/** Up to the last end of a cell, where cells are divided by semicolons: a quote in the middle of a line ends nothing there. */
const upToEnd = /^[\s\S]*[;\t\r\n]/

/**
 * The text with an apostrophe wherever a spreadsheet could otherwise find a formula: at the beginning, whatever stands
 * there unnoticed, and inside at the places where a cell begins for a spreadsheet whose country divides by semicolons.
 */
export function inert(text: string): string {
  let isOpen = trigger.test(text) || /^[\t\r\n]/.test(text)
  const safe = text.replace(unnoticed, (run, at: number) => {
    if (!trigger.test(text.charAt(at + run.length))) return run
    isOpen ||= at === 0
    const [head = ''] = upToEnd.exec(run) ?? []
    return head === '' ? run : `${head}'${run.slice(head.length)}`
  })
  return isOpen ? `'${safe}` : safe
}

/** The same for JSON text, which stays JSON of the same value: only its strings have semicolons. */
export function inertJson(json: string): string {
  return inert(json) === json ? json : inert(json.replaceAll(';', '\\u003b'))
}
