import { type FileHandle, open, readFile, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { AuditRow } from './row'
import {
  adoptedName,
  begunAtMs,
  isMissing,
  makeFolder,
  newSegmentName,
  orphans,
  segmentId,
  syncFolder,
  writeDurably,
} from './spool-folder'
import { decodeSegment, encodeRecord } from './spool-record'

/** A file of events, in the order in which they were spooled. */
type Segment = { name: string; bytes: number; events: number }
type OpenSegment = Segment & { handle: FileHandle; inode: number }
type Waiter = { bytes: Buffer; events: number; resolve: () => void; reject: (error: unknown) => void }

/** A segment is closed at the first size; beyond the second nothing more is taken. */
export type SpoolLimits = { segmentBytes: number; totalBytes: number }
const defaultLimits: SpoolLimits = { segmentBytes: 8 * 2 ** 20, totalBytes: 2 ** 30 }

/**
 * Events on this machine's disk while the database is away: append-only segments of this process. Taking a segment
 * over is a rename, and an owner looks after every write whether the file is still its own, so that even an owner
 * that was wrongly taken for dead (another machine, another container) loses nothing.
 */
export class Spool {
  readonly folder: string
  readonly #limits: SpoolLimits
  #active: OpenSegment | undefined
  #closed: Segment[] = []
  #waiters: Waiter[] = []
  #turn: Promise<unknown> = Promise.resolve()

  constructor(folder: string, limits: SpoolLimits = defaultLimits) {
    this.folder = folder
    this.#limits = limits
  }

  /** Resolves once all rows are on the disk; rejects when the disk refuses or the spool is full. */
  append(rows: readonly AuditRow[]): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#waiters.push({ bytes: Buffer.concat(rows.map(encodeRecord)), events: rows.length, resolve, reject })
      void this.#inTurn(() => this.#writeWaiting())
    })
  }

  /** The oldest segment that nobody appends to any more; closes the one in use when it is the only one. */
  oldest(): Promise<Segment | undefined> {
    return this.#inTurn(async () => {
      if (this.#closed.length === 0 && this.#active) await this.#close(this.#active)
      return this.#closed[0]
    })
  }

  /** The events of a closed segment and its damaged stretches; undefined when another process has taken it. */
  async read(segment: Segment): Promise<ReturnType<typeof decodeSegment> | undefined> {
    try {
      return decodeSegment(await readFile(join(this.folder, segment.name)))
    } catch (error) {
      if (isMissing(error)) return undefined
      throw error
    }
  }

  /** Keeps what cannot be replayed beside the segment, under its number. */
  setAside(segment: Segment, kind: 'torn' | 'refused', content: Buffer | string): Promise<void> {
    return writeDurably(this.folder, `${segmentId(segment.name)}.${kind}`, content)
  }

  /** Only after the commit of what is in it. */
  async remove(segment: Segment): Promise<void> {
    await rm(join(this.folder, segment.name), { force: true })
    this.#closed = this.#closed.filter((other) => other !== segment)
  }

  /** Takes over the segments of processes that have ended; answers how many. */
  async adopt(): Promise<number> {
    let adopted = 0
    for (const name of await orphans(this.folder)) {
      const taken = await this.#take(name)
      if (!taken) continue
      this.#closed = [...this.#closed, taken].sort((a, b) => (a.name < b.name ? -1 : 1))
      adopted += 1
    }
    return adopted
  }

  /** What waits in segments of this process. */
  stats(): { events: number; bytes: number; oldestMs: number | undefined } {
    const all = this.#active ? [...this.#closed, this.#active] : this.#closed
    const sum = (key: 'events' | 'bytes') => all.reduce((total, segment) => total + segment[key], 0)
    return { events: sum('events'), bytes: sum('bytes'), oldestMs: all[0] && begunAtMs(all[0].name) }
  }

  /** The winner of the rename reads it; everybody else finds it gone. */
  async #take(name: string): Promise<Segment | undefined> {
    const segment = { name: adoptedName(name), bytes: 0, events: 0 }
    try {
      await rename(join(this.folder, name), join(this.folder, segment.name))
    } catch (error) {
      if (isMissing(error)) return undefined
      throw error
    }
    const content = await readFile(join(this.folder, segment.name))
    return { ...segment, bytes: content.length, events: decodeSegment(content).rows.length }
  }

  /** One write and one fdatasync for everybody who waits. */
  async #writeWaiting(): Promise<void> {
    const waiters = this.#waiters.splice(0)
    if (waiters.length === 0) return
    try {
      const events = waiters.reduce((total, waiter) => total + waiter.events, 0)
      await this.#write(Buffer.concat(waiters.map((waiter) => waiter.bytes)), events)
      for (const waiter of waiters) waiter.resolve()
    } catch (error) {
      for (const waiter of waiters) waiter.reject(error)
    }
  }

  async #write(bytes: Buffer, events: number): Promise<void> {
    if (this.stats().bytes + bytes.length > this.#limits.totalBytes)
      throw new Error(`The spool in ${this.folder} has reached its limit of ${this.#limits.totalBytes} bytes`)
    for (;;) {
      this.#active ??= await this.#open()
      const segment = this.#active
      try {
        await segment.handle.appendFile(bytes)
        await segment.handle.datasync()
      } catch (error) {
        await this.#giveUp(segment)
        throw error
      }
      if (await this.#isOurs(segment)) {
        segment.bytes += bytes.length
        segment.events += events
        if (segment.bytes >= this.#limits.segmentBytes) await this.#close(segment)
        return
      }
      // Taken over, perhaps before this write could be read: once more, where only we write.
      this.#active = undefined
      await segment.handle.close()
    }
  }

  async #open(): Promise<OpenSegment> {
    await makeFolder(this.folder)
    const name = newSegmentName()
    const handle = await open(join(this.folder, name), 'ax', 0o600)
    try {
      await syncFolder(this.folder)
      return { name, bytes: 0, events: 0, handle, inode: (await handle.stat()).ino }
    } catch (error) {
      await handle.close()
      throw error
    }
  }

  async #close(segment: OpenSegment): Promise<void> {
    this.#active = undefined
    this.#closed.push({ name: segment.name, bytes: segment.bytes, events: segment.events })
    await segment.handle.close()
  }

  /** After a failed write the file ends where the last good one did, as far as the disk still lets us. */
  async #giveUp(segment: OpenSegment): Promise<void> {
    await segment.handle.truncate(segment.bytes).catch(() => {
      // Then the replay finds a torn end and sets it aside.
    })
    await this.#close(segment).catch(() => {
      // The handle is gone either way.
    })
  }

  async #isOurs(segment: OpenSegment): Promise<boolean> {
    try {
      return (await stat(join(this.folder, segment.name))).ino === segment.inode
    } catch (error) {
      if (isMissing(error)) return false
      throw error
    }
  }

  /** Writing and closing take turns. */
  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#turn.then(work)
    this.#turn = done.catch(() => undefined)
    return done
  }
}
