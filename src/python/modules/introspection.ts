// What `inspect` and `sys` ask of a running program: which functions are running, and what classes of the library take.
import { ValueError } from '../../base/errors.js'
import { helper } from '../../base/helper.js'
import { Tuple } from '../../base/tuple.js'
import { parametersOf, required } from '../../base/keywords.js'
import { isClass as isJsClass } from '../../base/source-text.js'
import { unchecked } from '../../engine/checked.js'
import { pythonParameters, signatureText } from '../../engine/python-call.js'
import { declaredClass } from '../../nn/callable.js'
import { core } from '../runtime/core.js'
import { functionsOf } from '../runtime/functions.js'
import { PyDict } from '../runtime/keys.js'
import { type Running, runningAmong } from '../runtime/running.js'
import { builtinClass, instance, object, PyModule } from '../runtime/types.js'

type Any = any

const frameClass = builtinClass('frame', [object], { hasFields: true })
const codeClass = builtinClass('code', [object], { hasFields: true })

/** The functions that are running, the innermost first, each with that which called it. */
function runningFrame(): Any {
  let outer: Any = null
  let globals: Any
  const globalNames = (): Any => (globals ??= core.getattr(core.importModule('__main__'), '__dict__'))
  const frames = core.framesOf(new Error('here'))
  const noted = runningAmong(frames.map(({ name }) => name))
  frames.forEach(({ file, line, name }, i) => {
    outer = instance(frameClass, {
      f_back: outer,
      f_lineno: line,
      f_code: instance(codeClass, {
        co_name: name,
        co_qualname: name,
        co_filename: file,
        co_firstlineno: line,
        ...(noted[i] === undefined ? {} : codeOf(noted[i])),
      }),
    })
    const define = (name: string, get: () => Any): object =>
      Object.defineProperty(outer as object, name, { get, enumerable: true })
    define('f_globals', globalNames)
    const call = noted[i]
    if (call !== undefined) define('f_locals', () => localsOf(call))
    else if (name === '<module>') define('f_locals', globalNames)
  })
  return outer
}

/** The variables of a call that have a value. */
const localsOf = (call: Running): PyDict =>
  new PyDict(Object.entries(call.locals()).filter(([, value]) => value !== undefined))

/** What `f_code` says of the parameters. */
function codeOf({ parameters, locals }: Running): object {
  const { names, posOnlyCount, kwOnlyCount, vararg, kwarg } = parameters
  const all = [...names, ...[vararg, kwarg].filter((one) => one !== null)]
  return {
    co_argcount: names.length - kwOnlyCount,
    co_posonlyargcount: posOnlyCount,
    co_kwonlyargcount: kwOnlyCount,
    co_flags: 3 | (vararg === null ? 0 : 4) | (kwarg === null ? 0 : 8),
    co_varnames: Tuple.from([...all, ...Object.keys(locals()).filter((name) => !all.includes(name))]),
  }
}

function frameAt(depth: number): Any {
  let frame: Any = runningFrame()
  for (let i = 0; i < depth && frame !== null; i++) frame = frame.f_back
  if (frame === null) throw new ValueError('call stack is not deep enough')
  return frame
}

/** What a class or function of the library takes, as Python writes it: `(in_features, out_features, bias=True)`. */
function libraryParameters(given: Any): string | null {
  if (typeof given !== 'function') return null
  const declared = declaredClass(unchecked(given as Function)) as Function
  const known = isJsClass(declared) ? parametersOf(declared as new () => unknown) : undefined
  if (known === undefined)
    return signatureText(given as object) === undefined ? null : (pythonParameters(given as object) ?? null)
  const parts = Object.entries(known).map(([name, value]) =>
    value === required ? name : `${name}=${core.repr(value)}`,
  )
  return `(${parts.join(', ')})`
}

export const module = Object.assign(new PyModule('_introspection'), {
  frame: frameClass,
  code: codeClass,
  ...functionsOf({
    'frame_at(depth=0, /)': (depth: Any = 0) => frameAt(Number(depth)),
    'library_parameters(obj, /)': libraryParameters,
    'library_help(*subjects)': (subjects: Any[]) => helper.help(...subjects),
  }),
})
