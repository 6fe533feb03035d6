// Classes that can be called without `new`, and instances that can be called: what Python's classes do by nature.
import { adopted } from '../base/adopt.js'
import { unchecked } from '../engine/checked.js'
import { pythonBinder, pythonicMethods } from '../engine/python-call.js'
import { takesKeywords } from './forward-keywords.js'

/** What `callable` was given, by what it made of it. */
const classes = new WeakMap<object, object>()

/** The class as it was declared, whose source can be read. */
export const declaredClass = (Class: object): object => classes.get(Class) ?? Class

/** The method that is called when an object is made as a whole, where it has one. */
export const settle = Symbol('dltorch.settle')
/** What a module does whose constructor runs again. */
export const beginAnew = Symbol('dltorch.beginAnew')

function settled<T extends object>(made: T): T {
  ;(made as { [settle]?(): void })[settle]?.()
  return made
}

/** Methods that many classes write, and that take nothing: what JavaScript would drop in silence is refused. */
const bareMethods = ['extra_repr', 'reset_parameters']

/** Modules that hand on what they are given, whatever it is. */
const handsOn = ['Identity', 'Sequential']

/** Whether modules of this prototype run a `forward` of its own, whose arguments nothing binds yet. */
function writesForward(prototype: object): boolean {
  const forward: unknown = Object.getOwnPropertyDescriptor(prototype, 'forward')?.value
  return invoke in prototype && typeof forward === 'function' && unchecked(forward) === forward
}

/** A class that `new` may be left out for. */
export type CallableClass<C extends abstract new (...args: never[]) => unknown> = C &
  ((...args: ConstructorParameters<C>) => InstanceType<C>)

/**
 * Makes `Class(...)` mean `new Class(...)`. Subclasses, `instanceof` and statics work as before.
 *
 * The class itself is declared apart, so that declaration files can name it, and the two share a name as value and
 * type: `export const Linear = callable(LinearClass, 'Linear')`, `export type Linear = LinearClass`.
 *
 * @param name what the class calls itself when it is printed; a bundler may rename the declaration
 * @param parameters what it is made of, where the constructor does not bind its arguments itself; see python-call.ts
 * @param check refuses arguments before anything is made, where there are no `parameters`
 */
export function callable<C extends new (...args: never[]) => unknown>(
  Class: C,
  name: string = Class.name,
  parameters?: string,
  check: (...args: unknown[]) => void = () => {},
): CallableClass<C> {
  const values =
    parameters === undefined
      ? (args: readonly unknown[]) => {
          check(...args)
          return args
        }
      : pythonBinder(`${name}.__init__(self, ${parameters})`)
  const wrapper: C = new Proxy(Class, {
    apply: (target, _self, args) => settled(Reflect.construct(target, values(args))),
    construct(target, args, newTarget: NewableFunction) {
      const made = Reflect.construct(target, values(args), newTarget) as object
      // A subclass goes on after this constructor.
      return newTarget === wrapper ? settled(made) : made
    },
  })
  classes.set(wrapper, Class)
  const bare = bareMethods.filter((method) => Object.hasOwn(Class.prototype as object, method))
  if (bare.length > 0)
    pythonicMethods(
      Class.prototype as object,
      name,
      bare.map((method) => `${method}(self)`),
    )
  if (writesForward(Class.prototype as object) && name !== 'Module')
    takesKeywords(Class.prototype as object, name, handsOn.includes(name))
  Object.defineProperty(Class, 'name', { value: name, configurable: true })
  // So that `linear.constructor === nn.Linear`.
  Object.defineProperty(Class.prototype, 'constructor', {
    value: wrapper,
    writable: true,
    configurable: true,
  })
  return wrapper as CallableClass<C>
}

/**
 * Makes `Class(...)` and `new Class(...)` mean `run(...)`, for a class whose instances the library alone constructs.
 *
 * @param become makes what `run` gave an object of a class that extends this one
 */
export function answering<C extends abstract new (...args: never[]) => unknown, T extends object>(
  Class: C,
  run: (...args: unknown[]) => T,
  become: (made: T, cls: unknown) => object = (made) => made,
): C {
  const wrapper: C = new Proxy(Class, {
    apply: (_target, _self, args) => run(...(args as unknown[])),
    construct(_target, args, newTarget: unknown) {
      const made = run(...(args as unknown[]))
      return newTarget === wrapper ? made : become(made, newTarget)
    },
  })
  classes.set(wrapper, Class)
  return wrapper
}

/** What a call of an instance runs. */
export const invoke = Symbol('dltorch.invoke')

/**
 * A base whose instances are functions: `instance(...args)` is `instance[invoke](args)`.
 *
 * Its prototype chain leaves out `Function.prototype`, and a function's own `name` and `length` are removed, so that
 * `name`, `length`, `bind` and their like mean what a subclass makes of them. A Proxy would do as well, at ten times
 * the cost of reading an attribute.
 */
export abstract class CallableInstance {
  constructor() {
    return (adopted() ?? callableObject(new.target.prototype)) as CallableInstance
  }
  abstract [invoke](args: unknown[]): unknown
}

/** An object of a class with `[invoke]`, on which no constructor has run. */
export function callableObject(prototype: object): object {
  const self = (...args: unknown[]): unknown => (self as unknown as CallableInstance)[invoke](args)
  const own = self as Partial<typeof self>
  delete (own as { name?: string }).name
  delete (own as { length?: number }).length
  return Object.setPrototypeOf(self, prototype) as object
}
