// The module `__main__` of a prompt: its names are the session's variables, and who sets one sets a variable.
import { surroundings } from '../../dialect/runtime/surrounding-names.js'
import { PyModule } from './types.js'

const valueOf = (name: string): unknown => surroundings.values().find(([one]) => one === name)?.[1]

export const promptModule: PyModule = new Proxy(new PyModule('__main__'), {
  get: (module, name) => (typeof name === 'string' ? valueOf(name) : undefined) ?? Reflect.get(module, name),
  has: (module, name) =>
    (typeof name === 'string' && valueOf(name) !== undefined) || Reflect.has(module, name),
  set: (_, name, value) => (surroundings.assign(String(name), value), true),
  deleteProperty: (_, name) => (surroundings.assign(String(name), undefined), true),
  ownKeys: (module) => [
    ...Reflect.ownKeys(module),
    ...surroundings.values().flatMap(([name, value]) => (value === undefined ? [] : [name])),
  ],
  getOwnPropertyDescriptor: (module, name) => {
    if (typeof name === 'symbol' || valueOf(name) === undefined)
      return Reflect.getOwnPropertyDescriptor(module, name)
    return {
      get: () => valueOf(name),
      set: (value: unknown) => surroundings.assign(name, value),
      enumerable: true,
      configurable: true,
    }
  },
})
