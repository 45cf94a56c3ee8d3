/** 2000-01-01, from which PostgreSQL counts its microseconds. */
const epochMs = 946_684_800_000
const twoTo32 = 4_294_967_296
const startBytes = 65_536
/** What one great batch needed is given up again. */
const keptBytes = 4 * 1_048_576

const signature = Buffer.from('PGCOPY\n\xff\r\n\0', 'latin1')

/** Value of each hexadecimal digit by its character code, and of what is none. */
const noNibble = 256
const nibbles = new Uint16Array(128).fill(noNibble)
for (const digit of '0123456789abcdefABCDEF') nibbles[digit.charCodeAt(0)] = Number.parseInt(digit, 16)

/**
 * Rows in the binary format of COPY (PostgreSQL's manual, "COPY", "Binary Format"), written into bytes that grow and are
 * used again: nothing needs an escape, and PostgreSQL reads them in two thirds of the time that text takes.
 */
export class Tuples {
  #bytes = Buffer.allocUnsafeSlow(startBytes)
  #view = new DataView(this.#bytes.buffer)
  #at = 0

  /** Signature, flags and the length of an extension that nobody has. */
  begin(): void {
    this.#at = signature.copy(this.#bytes)
    this.#int32(0)
    this.#int32(0)
  }

  tuple(fields: number): void {
    this.#int16(fields)
  }

  nothing(): void {
    this.#int32(-1)
  }

  text(text: string): void {
    // No UTF-16 unit takes more than three bytes.
    this.#reserve(4 + text.length * 3)
    this.#end(this.#bytes.write(text, this.#at + 4))
  }

  /** The first byte is the version of the format. */
  jsonb(json: string): void {
    this.#reserve(5 + json.length * 3)
    this.#bytes[this.#at + 4] = 1
    this.#end(1 + this.#bytes.write(json, this.#at + 5))
  }

  timestamp(at: Date): void {
    const us = (at.getTime() - epochMs) * 1_000
    const high = Math.floor(us / twoTo32)
    this.#int32(8)
    this.#int32(high)
    this.#int32(us - high * twoTo32)
  }

  hex(hex: string): void {
    this.#reserve(4 + hex.length)
    const length = this.#bytes.write(hex, this.#at + 4, 'hex')
    if (length * 2 !== hex.length) throw new TypeError('That is not hexadecimal')
    this.#end(length)
  }

  uuid(id: string): void {
    this.#reserve(20)
    let at = this.#at + 4
    let seen = id.length === 36 ? 0 : noNibble
    for (let i = 0; i < 36; i += 2) {
      if (i === 8 || i === 13 || i === 18 || i === 23) i += 1
      const byte = (nibbles[id.charCodeAt(i)] ?? noNibble) * 16 + (nibbles[id.charCodeAt(i + 1)] ?? noNibble)
      seen |= byte
      this.#bytes[at] = byte
      at += 1
    }
    if (seen >= noNibble) throw new TypeError('That is no UUID')
    this.#end(16)
  }

  /** A copy of everything since the beginning, and the sign that no other tuple follows. */
  end(): Buffer {
    this.#int16(-1)
    const taken = Buffer.allocUnsafeSlow(this.#at)
    this.#bytes.copy(taken, 0, 0, this.#at)
    this.#at = 0
    if (this.#bytes.length > keptBytes) this.#resize(startBytes)
    return taken
  }

  #int16(value: number): void {
    this.#reserve(2)
    this.#view.setInt16(this.#at, value)
    this.#at += 2
  }

  #int32(value: number): void {
    this.#reserve(4)
    this.#view.setInt32(this.#at, value)
    this.#at += 4
  }

  /** Writes the length of a field before its bytes. */
  #end(length: number): void {
    this.#view.setInt32(this.#at, length)
    this.#at += 4 + length
  }

  #reserve(count: number): void {
    if (this.#at + count > this.#bytes.length) this.#resize(Math.max(this.#bytes.length * 2, this.#at + count))
  }

  #resize(length: number): void {
    const bytes = Buffer.allocUnsafeSlow(length)
    this.#bytes.copy(bytes, 0, 0, this.#at)
    this.#bytes = bytes
    this.#view = new DataView(bytes.buffer)
  }
}
