type Method = (this: unknown, ...words: unknown[]) => unknown
type MethodOf<Target, Name extends keyof Target> = Target[Name] extends (...words: infer Words) => infer Result
  ? (this: Target, ...words: Words) => Result
  : never

/** Puts another method in the place of one of all objects of a kind; it gets the first one to call. */
export function patch<Target extends object, Name extends keyof Target>(
  target: Target,
  name: Name,
  make: (original: Target[Name]) => MethodOf<Target, Name>,
): void {
  Reflect.set(target, name, make(target[name]))
}

/** The same for a method whose many forms nobody needs to tell apart. */
export function patchAny(target: object, name: string, make: (original: Method) => Method): void {
  Reflect.set(target, name, make(Reflect.get(target, name) as Method))
}
