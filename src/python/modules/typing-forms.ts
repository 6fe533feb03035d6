// What stands in annotations: `Optional`, `List[int]`, and the names in quotes of what is defined later.
import { Tuple } from '../../base/tuple.js'
import { reprSymbol } from '../../text/repr.js'
import { nameInAnnotation } from '../runtime/aliases.js'
import { core } from '../runtime/core.js'
import { methods } from '../runtime/functions.js'
import * as types from '../runtime/types.js'
import { builtinClass, classOf } from '../runtime/types.js'

type Any = any

/** What is in the brackets, as typing names it: None is the class that it is of. */
const shown = (item: Any): string => {
  if (item === null || item === types.NoneType) return 'NoneType'
  if (!Array.isArray(item)) return nameInAnnotation(item)
  const names = item.map(shown).join(', ')
  return item instanceof Tuple ? names : `[${names}]`
}

const isSame = (a: Any, b: Any): boolean => a === b || core.truth(core.eq(a, b))

export const formClass = builtinClass('_SpecialForm', [types.object], { module: 'typing', hasFields: true })

/** `Optional`, `List[int]`: what stands in an annotation. */
export class Form {
  readonly __origin__: Any
  constructor(
    readonly text: string,
    origin: Any = undefined,
    readonly __args__: Tuple = Tuple.of(),
  ) {
    this.__origin__ = origin
  }
  /** `typing.List` of `typing.List[int]`. */
  get head(): string {
    return this.text.replace(/\[.*/s, '')
  }
  get isUnion(): boolean {
    return this.__origin__ === unionMark
  }
  [reprSymbol](): string {
    return this.text
  }
}
Object.defineProperty(Form.prototype, classOf, { value: formClass })

/** What unions say that they are of. */
const unionMark = new Form('typing.Union')

/** A name in quotes within brackets, `Optional['Node']`: it may be defined later. */
export class ForwardRef {
  constructor(readonly __forward_arg__: string) {}
  [reprSymbol](): string {
    return `ForwardRef(${core.repr(this.__forward_arg__)})`
  }
}
export const forwardClass = builtinClass('ForwardRef', [types.object], { module: 'typing', hasFields: true })
Object.defineProperty(ForwardRef.prototype, classOf, { value: forwardClass })
types.infoOf(forwardClass).construct = (_cls, [name]) => new ForwardRef(String(name))
methods(forwardClass, {
  '__eq__(other, /)': (self: ForwardRef, other) =>
    other instanceof ForwardRef && self.__forward_arg__ === other.__forward_arg__,
  '__hash__()': (self: ForwardRef) => core.hash(self.__forward_arg__),
})

/** Forms whose parts are values. */
const ofValues = /^typing\.(?:Literal|Annotated)$/

/** What is in the brackets of a form, and in the list that `Callable` takes there. */
const part = (value: Any): Any =>
  typeof value === 'string'
    ? new ForwardRef(value)
    : Array.isArray(value) && !(value instanceof Tuple)
      ? value.map(part)
      : value

/** A form with what is in its brackets. */
export function ofParts(form: Form, key: Any): Any {
  const all: Any[] = key instanceof Tuple ? [...key] : [key]
  const areValues = ofValues.test(form.text)
  const tuple = Tuple.from<unknown>(areValues ? all : all.map(part))
  const text = areValues ? nameInAnnotation(tuple) : all.length === 0 ? '()' : shown(tuple)
  return unionOf(form, tuple) ?? new Form(`${form.text}[${text}]`, form.__origin__, tuple)
}

/** `Union[int, None]` is `Optional[int]`, and `Union[int]` is `int`; undefined of other forms. */
function unionOf(form: Form, key: Any): Any {
  if (form.text !== 'typing.Union' && form.text !== 'typing.Optional') return undefined
  const given: Any[] = key instanceof Tuple ? [...key] : [key]
  if (form.text === 'typing.Optional') given.push(null)
  const parts = new Set(
    given.flatMap((part): Any[] =>
      part instanceof Form && part.isUnion ? [...part.__args__] : [part ?? types.NoneType],
    ),
  )
  const args = [...parts].filter((part, i, all) => all.findIndex((one) => isSame(one, part)) === i)
  if (args.length === 1) return args[0] as Any
  const others = args.filter((part) => part !== types.NoneType)
  const text =
    others.length === 1 && args.length === 2
      ? `typing.Optional[${nameInAnnotation(others[0])}]`
      : `typing.Union[${args.map(shown).join(', ')}]`
  return new Form(text, unionMark, Tuple.from<unknown>(args))
}

methods(formClass, {
  '__getitem__(key, /)': (form: Form, key) => ofParts(form, key),
  '__eq__(other, /)': (form: Form, other) =>
    form === other ||
    (other instanceof Form &&
      form.head.replace('Optional', 'Union') === other.head.replace('Optional', 'Union') &&
      form.__args__.length === other.__args__.length &&
      form.__args__.every((part, i) =>
        form.isUnion ? other.__args__.some((one) => isSame(part, one)) : isSame(part, other.__args__[i]),
      ) &&
      (form.__args__.length > 0 || form.text === other.text)),
  '__hash__()': (form: Form) => core.hash(form.head.replace('Optional', 'Union')),
  '__or__(other, /)': (form: Form, other) =>
    new Form(`${nameInAnnotation(form)} | ${nameInAnnotation(other)}`),
  '__ror__(other, /)': (form: Form, other) =>
    new Form(`${nameInAnnotation(other)} | ${nameInAnnotation(form)}`),
})
