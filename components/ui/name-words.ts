const spelled = new Map([
  ['api', 'API'],
  ['mfa', 'MFA'],
  ['qr', 'QR'],
  ['kyc', 'KYC'],
  ['id', 'id'],
  ['ip', 'IP'],
  ['url', 'URL'],
  ['email', 'e-mail'],
  ['emails', 'e-mails'],
  ['sorteo', 'draw'],
  ['loteria', 'lottery'],
])

/** "invoiceLine", "API_KEY.created" as words: "invoice line", "API key created". */
export function inWords(name: string): string {
  return name
    .replace(/([a-z\d])([A-Z])/g, '$1 $2')
    .split(/[\s_.:-]+/)
    .filter(Boolean)
    .map((word) => spelled.get(word.toLowerCase()) ?? word.toLowerCase())
    .join(' ')
}

/** The same with a capital first letter, as a label. */
export function asLabel(name: string): string {
  return capital(inWords(name))
}

/** With a capital first letter. */
export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}
