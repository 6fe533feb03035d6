// What functions are asked for: their names, their documentation, their defaults, what `__code__` says of them.
import { Tuple } from '../../base/tuple.js'
import { fieldsOf } from './fields.js'
import { type Inner, qualnameOf } from './functions.js'
import { PyDict } from './keys.js'
import { inner, PyModule } from './types.js'

type Any = any

/** What a function has by itself; undefined where it has no such attribute. */
export function functionAttribute(f: Any, name: string): Any {
  const own = f[inner] as Inner | undefined
  const meta = own?.meta
  switch (name) {
    case '__name__':
      return own?.name ?? (f.name || '<lambda>')
    case '__qualname__':
      return qualnameOf(f)
    case '__module__':
      return meta?.module ?? (own?.isBuiltin ? 'builtins' : '__main__')
    case '__doc__':
      return meta?.doc ?? null
    case '__defaults__':
      return meta === undefined || meta.defaults.length === 0 ? null : Tuple.from(meta.defaults)
    case '__kwdefaults__':
      return meta?.kwDefaults ? new PyDict(Object.entries(meta.kwDefaults)) : null
    case '__annotations__':
      return new PyDict(Object.entries(meta?.annotations ?? {}))
    case '__dict__':
      return fieldsOf(f)
    case '__self__':
      return own?.self
    case '__func__':
      return own?.func
    case '__closure__':
      return null
    case '__call__':
      return f
    case '__code__':
      return meta === undefined ? undefined : codeOf(meta)
  }
  return undefined
}

function codeOf({ params, name, isGenerator, isAsync }: NonNullable<Inner['meta']>): Any {
  const code = new PyModule('code')
  code.co_name = name
  code.co_argcount = params.posOnly.length + params.args.length
  code.co_posonlyargcount = params.posOnly.length
  code.co_kwonlyargcount = params.kwOnly.length
  code.co_flags =
    (params.vararg === null ? 0 : 4) |
    (params.kwarg === null ? 0 : 8) |
    (isAsync ? (isGenerator ? 0x200 : 0x80) : isGenerator ? 0x20 : 0)
  code.co_varnames = Tuple.from<unknown>(
    [...params.posOnly, ...params.args, ...params.kwOnly, params.vararg, params.kwarg].filter(
      (one) => one !== null,
    ),
  )
  return code
}
