// Makes one recorded call on the engine, following the rules of README.md ("How a case is called").
import type { Call, Torch } from './encoding.js'

/** The engine lacks the name that a case needs: a failure of its own kind, never the error a case may be waiting for. */
export class MissingName extends Error {}

/** `torch.nn.functional.relu` → that function. */
export function lookup(torch: Torch, path: string): any {
  let owner: any = undefined
  let value: any = torch
  const names = path.split('.').slice(1)
  for (const name of names) {
    owner = value
    value = value?.[name]
  }
  if (typeof value !== 'function') throw new MissingName(`${path} is not a function`)
  return (...args: unknown[]) => owner[names.at(-1)!](...args)
}

const method = (self: any, name: string, args: unknown[]) => {
  if (typeof self?.[name] !== 'function') {
    const owner =
      typeof self === 'object' && self !== null ? (self.constructor?.name ?? 'object') : typeof self
    throw new MissingName(`${owner}.${name} is not a function`)
  }
  return self[name](...args)
}

/** `indexIsTuple`: a getitem's index came as a Python tuple, so it is spread: `x[0, 1]` is `x.index(0, 1)`. */
export function invoke(
  torch: Torch,
  call: Call,
  args: any[],
  kwargs: Record<string, unknown>,
  indexIsTuple = false,
): any {
  const keywords = Object.keys(kwargs).length ? [kwargs] : []
  const [self, ...rest] = args
  switch (call.kind) {
    case 'function':
      return lookup(torch, call.path)(...args, ...keywords)
    case 'method':
    case 'inplace':
      return method(self, call.name, [...rest, ...keywords])
    case 'property':
      if (!(call.name in self)) throw new MissingName(`Tensor.${call.name} does not exist`)
      return self[call.name]
    case 'getitem':
      if (Array.isArray(self)) return self[rest[0]]
      return method(self, 'index', indexIsTuple ? rest[0] : rest)
    case 'call':
      return self(...rest, ...keywords)
    case 'iterate':
      return [...self]
  }
}
