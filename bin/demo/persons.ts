import type { Random } from './random'

/** Somebody who asks for a course. Addresses and numbers are from the ranges reserved for examples and films. */
export type Person = { name: string; email: string; phone: string | null; currency: string }

/** Names of one language; a name in another script comes with the letters its owner uses in an e-mail address. */
type Language = {
  share: number
  currency: string
  phone: (digits: string) => string
  familyFirst?: true
  separator?: ''
  given: readonly [string, ...string[]]
  family: readonly [string, ...string[]]
}

const german = (digits: string) => `+49 30 23125 ${digits}`
const languages: readonly [Language, ...Language[]] = [
  {
    share: 20,
    currency: 'EUR',
    phone: german,
    given: ['Jürgen', 'Lena', 'Björn', 'Sophie', 'Maximilian', 'Käthe', 'Felix'],
    family: ['Müller', 'Weiß', 'Schröder', 'von Grünau-Hohenstein', 'Köhler', 'Lang', 'Großmann'],
  },
  {
    share: 12,
    currency: 'EUR',
    phone: german,
    given: ['Ayşe', 'Çağla', 'Emre', 'İbrahim', 'Gülşen', 'Ömer'],
    family: ['Yıldız', 'Öztürk', 'Şahin', 'Doğan', 'Kılıç', 'Aydın'],
  },
  {
    share: 12,
    currency: 'EUR',
    phone: german,
    given: ['María José', 'Íñigo', 'Lucía', 'José', 'Begoña'],
    family: ['Fernández de la Cruz', 'Núñez', 'Ibáñez', 'García-Muñoz', 'Peña'],
  },
  {
    share: 10,
    currency: 'PLN',
    phone: (digits) => `+48 22 555 0${digits}`,
    given: ['Łukasz', 'Małgorzata', 'Zażółć', 'Agnieszka', 'Paweł'],
    family: ['Wiśniewska', 'Kowalczyk', 'Żółkiewski', 'Dąbrowski', 'Brzęczyszczykiewicz'],
  },
  {
    share: 8,
    currency: 'CHF',
    phone: german,
    given: ['Léa', 'François', 'Noémie', 'Beat', 'Zoë'],
    family: ['Zürcher', 'Délèze', "D'Amboise", 'Brügger', 'Lüthi'],
  },
  {
    share: 7,
    currency: 'GBP',
    phone: (digits) => `+44 7700 900${digits}`,
    given: ['Siân', 'Oliver', 'Niamh', 'Priya', 'Zoë'],
    family: ["O'Sullivan", 'Patel', 'Fitzgerald-Moore', 'Hughes', 'Featherstonehaugh'],
  },
  {
    share: 6,
    currency: 'USD',
    phone: (digits) => `+1 202 555 0${digits}`,
    given: ['Emily', 'DeShawn', 'Madison', 'Carlos', 'Nguyễn Thị'],
    family: ['Johnson', 'Nguyen', 'Ortiz', 'Washington', 'MacIntyre'],
  },
  {
    share: 6,
    currency: 'EUR',
    phone: german,
    given: ['Олена|olena', 'Дмитро|dmytro', 'Наталія|nataliia', 'Юрій|yurii'],
    family: ['Шевченко|shevchenko', 'Коваленко|kovalenko', 'Їжак|yizhak', 'Бондар|bondar'],
  },
  {
    share: 5,
    currency: 'EUR',
    phone: german,
    given: ['محمد|mohammed', 'فاطمة|fatima', 'ليلى|layla', 'يوسف|youssef'],
    family: ['العلي|al-ali', 'حداد|haddad', 'منصور|mansour', 'الخطيب|al-khatib'],
  },
  {
    share: 3,
    currency: 'EUR',
    phone: german,
    given: ['נועה|noa', 'איתי|itai', 'תמר|tamar'],
    family: ['לוי|levi', 'כהן|cohen', 'ברק|barak'],
  },
  {
    share: 5,
    currency: 'JPY',
    phone: german,
    familyFirst: true,
    given: ['結衣|yui', '大翔|hiroto', 'さくら|sakura', '健太|kenta'],
    family: ['佐藤|sato', '小林|kobayashi', '高橋|takahashi', '渡辺|watanabe'],
  },
  {
    share: 4,
    currency: 'EUR',
    phone: german,
    familyFirst: true,
    separator: '',
    given: ['伟|wei', '秀英|xiuying', '静|jing'],
    family: ['王|wang', '欧阳|ouyang', '陈|chen'],
  },
  {
    share: 2,
    currency: 'EUR',
    phone: german,
    given: ['Wolfeschlegelsteinhausenbergerdorff|wolfe', 'Ana Sofía Guadalupe|ana', 'Ng|ng', 'X Æ|x'],
    family: ['Papadopoulou-Konstantinidou|papadopoulou', 'Ó Maolchathaigh|omaol', 'Sánchez y Álvarez de Toledo|toledo'],
  },
]

const shares = languages.reduce((sum, language) => sum + language.share, 0)
const hosts = ['example.org', 'example.com', 'example.net', 'mail.example.org'] as const

/** Draws a person; `serial` keeps e-mail addresses apart. */
export function drawPerson(random: Random, serial: number): Person {
  const language = drawLanguage(random)
  const [given, givenLatin] = spelled(random.pick(language.given))
  const [family, familyLatin] = spelled(random.pick(language.family))
  const names = language.familyFirst ? [family, given] : [given, family]
  const local = `${givenLatin}.${familyLatin}`.slice(0, 50)
  const digits = String(random.int(100, 199))
  return {
    name: names.join(language.separator ?? ' '),
    email: `${local}${random.chance(0.3) ? serial : ''}@${random.pick(hosts)}`,
    phone: random.chance(0.7) ? language.phone(digits) : null,
    currency: random.chance(0.8) ? language.currency : 'EUR',
  }
}

function drawLanguage(random: Random): Language {
  let left = random.next() * shares
  return languages.find((language) => (left -= language.share) < 0) ?? languages[0]
}

const unmarked: Record<string, string> = { ł: 'l', ß: 'ss', æ: 'ae', ı: 'i', ø: 'o', đ: 'd' }

/** A name and how it stands in an address. */
function spelled(entry: string): [string, string] {
  const [name = '', latin = name] = entry.split('|')
  const plain = latin
    .toLowerCase()
    .normalize('NFD')
    .replace(/[łßæıøđ]/g, (letter) => unmarked[letter] ?? '')
  return [name, plain.replace(/[^a-z]+/g, '')]
}
