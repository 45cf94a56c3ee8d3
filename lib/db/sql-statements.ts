/** A stretch in which a semicolon does not end the statement: comments, strings, quoted names, dollar quotes. */
const opaque = [
  /--[^\n]*/y,
  /\/\*[\s\S]*?\*\//y,
  /[eE]'(?:[^'\\]|''|\\[\s\S])*'/y,
  /'(?:[^']|'')*'/y,
  /"(?:[^"]|"")*"/y,
  /\$([A-Za-z_]\w*)?\$[\s\S]*?\$\1\$/y,
]

/** The statements of a script, in order, without their semicolons; comments alone are none. */
export function sqlStatements(script: string): string[] {
  const statements: string[] = []
  let from = 0
  let hasWords = false
  for (let at = 0; at < script.length; ) {
    const length = opaqueLength(script, at)
    if (length > 0) {
      hasWords ||= !/^(--|\/\*)/.test(script.slice(at, at + 2))
      at += length
    } else if (script[at] === ';') {
      if (hasWords) statements.push(script.slice(from, at).trim())
      at += 1
      from = at
      hasWords = false
    } else {
      hasWords ||= !/\s/.test(script[at] ?? ' ')
      at += 1
    }
  }
  if (hasWords) statements.push(script.slice(from).trim())
  return statements
}

function opaqueLength(script: string, at: number): number {
  for (const pattern of opaque) {
    pattern.lastIndex = at
    const match = pattern.exec(script)
    if (match && !(/^[eE]'/.test(match[0]) && /\w/.test(script[at - 1] ?? ' '))) return match[0].length
  }
  return 0
}
