export type Json = string | number | boolean | null | Json[] | JsonObject
export type JsonObject = { [key: string]: Json }

export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** A document with every object in it changed, the inner ones first. */
export function mapObjects(value: Json, change: (object: JsonObject) => JsonObject): JsonObject {
  const walk = (inner: Json): Json => {
    if (Array.isArray(inner)) return inner.map(walk)
    if (!isObject(inner)) return inner
    return change(Object.fromEntries(Object.entries(inner).map(([key, item]) => [key, walk(item)])))
  }
  const whole = walk(value)
  if (!isObject(whole)) throw new TypeError('A document is an object')
  return whole
}

/** What a JSON pointer such as `#/components/schemas/Lead` names. */
export function resolvePointer(document: JsonObject, pointer: string): Json | undefined {
  const parts = pointer.replace(/^#\//, '').split('/')
  return parts.reduce<Json | undefined>((at, part) => {
    const key = decodeURIComponent(part).replaceAll('~1', '/').replaceAll('~0', '~')
    return isObject(at) ? at[key] : undefined
  }, document)
}
