import { globSync, readFileSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Caller } from '../caller'
import type { World } from '../world'
import { marker } from './flows'
import type { Place } from './search'

const root = join(import.meta.dirname, '../..')
export const buildFolder = join(root, '.next-test')

const noId = '01890000-0000-7000-8000-000000000000'
const fill = (path: string, ids: Record<string, string>) =>
  path.replace(
    /\[+(?:\.\.\.)?[^\]]+\]+/g,
    () => Object.entries(ids).find(([start]) => path.startsWith(start))?.[1] ?? noId,
  )

/** Every address that answers GET and ends: what streams, signs people out or runs something is left out. */
const routes = globSync('app/**/route.ts', { cwd: root })
  .map((file) => `/${dirname(file).replace(/^app\//, '')}`)
  .filter((route) => !/nextauth|stream|\[\[\.\.\.path/.test(route))
const pages = globSync('app/**/page.tsx', { cwd: root }).map(
  (file) =>
    `/${dirname(file)
      .replace(/^app\/?/, '')
      .replace(/\([^)]*\)\/?/g, '')}`,
)

/** What one person is answered, everywhere. */
export async function answersTo(who: string, caller: Caller, ids: Record<string, string>): Promise<Place[]> {
  const read = async (kind: string, path: string): Promise<Place> => {
    const { text, headers } = await caller.ask('GET', fill(path, ids))
    return { name: `${kind} to ${who}: ${path}`, text: `${text}\n${JSON.stringify([...headers])}`, marker: '' }
  }
  const places: Place[] = []
  for (const path of routes) places.push(await read('answers', path))
  for (const path of pages) places.push(await read('pages', path))
  return places
}

/** Every column of every table of every schema, as text; what is stored as bytes is hexadecimal. */
export async function databasePlaces(world: World): Promise<Place[]> {
  const tables = await world.query<{ name: string; table: string }>(
    `SELECT format('%I.%I', schemaname, tablename) AS name, tablename AS table FROM pg_tables
      WHERE schemaname NOT IN ('pg_catalog', 'information_schema')`,
  )
  const columns = new Map<string, string[]>()
  for (const { name, table } of tables)
    for (const { row } of await world.query<{ row: Record<string, unknown> }>(
      `SELECT to_jsonb(t) AS row FROM ${name} AS t`,
    ))
      for (const [column, value] of Object.entries(row)) {
        const texts = columns.get(`${table}.${column}`) ?? []
        if (texts.length === 0) columns.set(`${table}.${column}`, texts)
        if (value !== null) texts.push(typeof value === 'string' ? value : JSON.stringify(value))
      }
  return [...columns].map(([name, texts]) => ({ name: `database: ${name}`, text: texts.join('\n'), marker: '' }))
}

/** All files below a folder, but those whose path within it is left out. */
export function filesOf(name: string, folder: string, isLeftOut: (path: string) => boolean = () => false): Place[] {
  return globSync('**/*', { cwd: folder, withFileTypes: true })
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => !isLeftOut(path.slice(folder.length + 1)) && statSync(path, { throwIfNoEntry: false })?.isFile())
    .map((path) => ({
      name: `${name}: ${path.slice(folder.length + 1)}`,
      text: readFileSync(path, 'latin1'),
      marker: '',
    }))
}

/** What is in the group of places that must be there for the group to count: one of them has the word. */
export function proof(group: string, places: readonly Place[], word: string = marker): string[] {
  return places.some(({ text }) => text.includes(word))
    ? []
    : [`${group} does not have "${word}" anywhere: it was not really looked at`]
}
