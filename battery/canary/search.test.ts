import { expect, it } from 'vitest'
import { Search, writtenForms } from './search'

const value = `Pa"ss&wö<rd\\'${'x'.repeat(12)}`
const place = (text: string) => ({ name: 'here', text: `marker ${text} behind`, marker: 'marker' })

it.each([
  ['as it is', value],
  ['in JSON', JSON.stringify({ a: value })],
  ['in JSON within JSON', JSON.stringify(JSON.stringify({ a: value }))],
  ['in an address', `/?a=${encodeURIComponent(value)}`],
  ['in a form', new URLSearchParams({ a: value }).toString()],
  [
    'in HTML',
    value.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;').replaceAll("'", '&#x27;'),
  ],
  ['in hexadecimal', `\\x${Buffer.from(value).toString('hex')}`],
  ...['', 'a', 'ab'].map((before) => ['in base64', Buffer.from(`${before}${value}:`).toString('base64')]),
  ['in base64url', Buffer.from(`kim:${value}`).toString('base64url')],
])('a secret is found %s', (_, text) => {
  const search = new Search([{ name: 'secret', value }])
  search.look(place(text))
  expect(search.hits.map(({ canary }) => canary)).toContain('secret')
  expect(search.problems).toEqual([])
})

it('finds nothing where nothing is, and says of a place without its marker that nothing was proven', () => {
  const search = new Search([{ name: 'secret', value }])
  search.look(place(`${value.slice(1)} ${'x'.repeat(1_000)}`))
  expect(search.hits).toEqual([])
  search.look({ ...place(''), marker: 'elsewhere' })
  expect(search.problems).toHaveLength(1)
  expect(search.bytes.get('here')).toBeGreaterThan(1_000)
})

it('every form of a secret is found at every position', () => {
  for (const form of writtenForms(value).keys())
    for (let before = 0; before < 10; before += 1) {
      const search = new Search([{ name: 'secret', value }])
      search.look({ name: 'here', text: `${'z'.repeat(before)}${form}`, marker: '' })
      expect(search.hits.length).toBeGreaterThan(0)
    }
})
