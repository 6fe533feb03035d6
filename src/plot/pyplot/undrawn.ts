// What matplotlib draws and this does not: it is said once, and the program goes on without that part of its picture.
import { warn } from '../../base/warnings.js'
import { isOff } from './show.js'

const said = new Set<string>()

/** Says what is not drawn; not where nothing is drawn at all. */
export function sayUndrawn(what: string): void {
  if (isOff() || said.has(what)) return
  said.add(what)
  warn(what)
}

class Undrawn {}

/** What JavaScript asks of any object, which is no call of a program's: whether it is waited for, what text it is. */
const ofJavaScript: ReadonlySet<string> = new Set(
  'constructor then toString toLocaleString valueOf toJSON'.split(' '),
)

/** What stands for something that is not drawn: takes any call, and does nothing. */
export function undrawn(): object {
  const isName = (name: string | symbol): boolean =>
    typeof name === 'string' && /^[a-z]/.test(name) && !ofJavaScript.has(name)
  const stand: object = new Proxy(new Undrawn(), {
    get: (target, name) => {
      if (typeof name === 'string' && /^\d+$/.test(name)) return stand
      return isName(name) ? () => stand : Reflect.get(target, name)
    },
    has: (target, name) => isName(name) || Reflect.has(target, name),
  })
  return stand
}

export const isUndrawn = (value: unknown): boolean => value instanceof Undrawn
