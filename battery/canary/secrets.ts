import { createHash, randomBytes } from 'node:crypto'

const letters = 'abcdefghijkmnopqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789'

/** Letters and digits that stand nowhere else in the world. */
const unique = (length: number): string =>
  [...randomBytes(length)].map((byte) => letters[byte % letters.length]).join('')
const hex = (bytes: number): string => randomBytes(bytes).toString('hex')
const digits = (length: number): string => [...randomBytes(length)].map((byte) => byte % 10).join('')

/** A credential without a form that any rule could know it by. */
const plain = () => `cnry${unique(16)}`
/** The same with every character that one encoding or another writes in another way. */
const awkward = () => `Cn"y&<ä'\\ ${unique(16)}`

/**
 * Every credential that Daybook is given, that people type and programs send, by where it comes from. None of them may stand
 * anywhere but where it is used.
 */
export function makeCredentials() {
  return {
    founderPassword: awkward(),
    staffPassword: awkward(),
    wrongPassword: awkward(),
    passwordOfNobody: awkward(),
    passwordTypedAsAddress: plain(),
    authSecret: plain() + unique(20),
    secretsKey: randomBytes(32).toString('base64'),
    signingKey: randomBytes(32).toString('base64'),
    rootApiKey: `dbk_${unique(40)}`,
    smtpPassword: plain(),
    redisPassword: plain(),
    storageSecret: plain(),
    slackPath: unique(24),
    discordPath: unique(40),
    webhookPath: plain(),
    webhookSecret: `whsec_${randomBytes(32).toString('base64')}`,
    pingPath: plain(),
    sentryKey: hex(16),
    sentryToken: `sntrys_${unique(40)}`,
    enteredSlackPath: unique(24),
    enteredHookPath: plain(),
    enteredHookSecret: `whsec_${randomBytes(32).toString('base64')}`,
    refusingHookPath: plain(),
    echoingHookPath: plain(),
    redirectingHookPath: plain(),
    unknownHostPath: plain(),
    routingKey: unique(32),
    smsToken: plain(),
    refusedChannelPath: plain(),
    unknownKey: `dbk_${unique(40)}`,
    otherBearer: plain(),
    basicPassword: plain(),
    otherCookie: plain(),
    brokenSession: plain(),
    inboundGuess: `dbk_in_${unique(40)}`,
    keyInPath: `dbk_${unique(40)}`,
    queryToken: plain(),
    queryOfPage: plain(),
    queryOfData: plain(),
    queryUnknown: plain(),
    queryWhileAway: plain(),
    passwordInBody: plain(),
    halfOfBody: plain(),
    unknownField: plain(),
    bodyOfForm: plain(),
    hugeBody: plain(),
    bodyOfDatabaseError: plain(),
    bodyWhileAway: plain(),
    tokenInReferer: plain(),
    tokenInAgent: `ghp_${unique(36)}`,
    callbackToken: plain(),
    idempotencyBody: plain(),
    tokenInQuotedRow: `ghp_${unique(36)}`,
    keyAsRequestId: `dbk_${unique(40)}`,
  }
}
export type Credentials = ReturnType<typeof makeCredentials>

const sum97 = (text: string) => {
  let rest = 0
  for (const digit of text) rest = (rest * 10 + Number(digit)) % 97
  return rest
}

function card(): string {
  const start = `4${digits(14)}`
  const sum = start.split('').reduce((total, char, index) => {
    const doubled = index % 2 === 0 ? Number(char) * 2 : Number(char)
    return total + (doubled > 9 ? doubled - 9 : doubled)
  }, 0)
  return `${start}${(10 - (sum % 10)) % 10}`
}

/** German: the country and check digits go behind the account, letters as 10 to 35 (ISO 13616). */
function iban(): string {
  const account = digits(18)
  return `DE${String(98 - sum97(`${account}131400`)).padStart(2, '0')}${account}`
}

const jwt = () => `eyJ${unique(20)}.${unique(30)}.${unique(43)}`

/** Secrets within text that the redaction is promised to find by their form (docs/logs.md, lib/redact.ts). */
export function makeTexts() {
  return {
    stripeKey: `sk_live_${unique(24)}`,
    githubToken: `ghp_${unique(36)}`,
    gitlabToken: `glpat-${unique(20)}`,
    slackToken: `xoxb-${unique(40)}`,
    awsKey: `AKIA${unique(16)}`,
    jsonWebToken: jwt(),
    bearerInText: `${unique(32)}`,
    card: card(),
    cardInGroups: (card().match(/\d{4}/g) ?? []).join(' '),
    iban: iban(),
    socialSecurity: `${100 + Number(digits(2))}-${10 + Number(digits(1))}-${1000 + Number(digits(3))}`,
    argonHash: createHash('sha256').update(unique(20)).digest('base64url'),
    assignedPassword: plain(),
    passwordInAddress: plain(),
  }
}
export type Texts = ReturnType<typeof makeTexts>

/** A sentence with all of them, as a careless program writes it. */
export const sentenceOf = (t: Texts): string =>
  [
    `paid with ${t.stripeKey} and ${t.githubToken}, ${t.gitlabToken}, ${t.slackToken}, ${t.awsKey};`,
    `session ${t.jsonWebToken}, Authorization: Bearer ${t.bearerInText}; card ${t.card} or ${t.cardInGroups},`,
    `account ${t.iban}, person ${t.socialSecurity}, hash $argon2id$v=19$m=65536$${t.argonHash},`,
    `password=${t.assignedPassword} at postgresql://app:${t.passwordInAddress}@db.example:5432/app`,
  ].join(' ')

/** Addresses of people: kept where the person is, and in no line of the log and no report of an error. */
export const makePeople = () => ({
  refused: `${unique(12)}@canary.example`,
  quoted: `${unique(12)}@canary.example`,
})
export type People = ReturnType<typeof makePeople>

/** Values without a form, under keys whose names say what they are. */
export function makeMetadata() {
  return {
    password: plain(),
    'x-api-key': plain(),
    Authorization: plain(),
    cookie: plain(),
    cvv: plain(),
    pin: plain(),
    session_id: plain(),
    cardNumber: plain(),
    privateKey: plain(),
  }
}

/**
 * What people write into fields that are kept as written, each with a token in it, which a rule would find: the field keeps it,
 * its copies in the trail, the log and in messages must not.
 */
export const businessFields = [
  'lead.name',
  'lead.course',
  'lead.origin',
  'lead.notes',
  'invoice.line',
  'payment.reference',
  'student.course',
  'incident.title',
  'incident.note',
  'incident.action',
  'incident.postMortem',
  'silence.reason',
  'window.name',
  'correction.reason',
  'channel.name',
  'apiKey.name',
  'company.name',
  'inbound.title',
  'inbound.summary',
  'inbound.label',
] as const
export type BusinessField = (typeof businessFields)[number]
export type Business = Record<BusinessField, string>

export const makeBusiness = (): Business =>
  Object.fromEntries(businessFields.map((field) => [field, `ghp_${unique(36)}`])) as Business
