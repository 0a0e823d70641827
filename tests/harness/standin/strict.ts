/**
 * Wraps an object so that any property it does not have throws, instead of being `undefined`. What the stand-in does
 * not model must be seen at once: a silent `undefined` would make a test pass that fails on Electron.
 */
export const only = <T extends object>(name: string, target: T): T =>
  new Proxy(target, {
    get: (object, key, receiver) => {
      // Symbols and `then` are asked for by the language itself (printing, awaiting), not by the application.
      if (typeof key === 'symbol' || key === 'then' || key in object) return Reflect.get(object, key, receiver)
      throw new Error(`the stand-in has no ${name}.${key}`)
    },
    set: (object, key, value, receiver) => {
      if (key in object) return Reflect.set(object, key, value, receiver)
      throw new Error(`the stand-in has no ${name}.${String(key)}`)
    },
  })

/** Throws when `options` holds a key that the stand-in does not act on. */
export const onlyKeys = (name: string, options: object, known: readonly string[]): void => {
  for (const key of Object.keys(options)) {
    if (!known.includes(key)) throw new Error(`the stand-in has no ${name} option ${key}`)
  }
}
