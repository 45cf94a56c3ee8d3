/**
 * An answer whose text is there at once, with its length. Without one Next sends it in chunks, and the empty chunk at the end
 * is a turn to the kernel of its own.
 */
export function wholeAnswer(
  text: string,
  { status, headers }: { status: number; headers: Record<string, string> },
): Response {
  return new Response(text, { status, headers: { ...headers, 'content-length': String(Buffer.byteLength(text)) } })
}

/** The same of a value as JSON. */
export const jsonAnswer = (value: unknown, { status, headers }: Parameters<typeof wholeAnswer>[1]): Response =>
  wholeAnswer(JSON.stringify(value), { status, headers: { 'content-type': 'application/json', ...headers } })
