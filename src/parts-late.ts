// Takes the place of parts.ts in the built program: loads a part when it is first asked for.
import { loadPart } from './base/package-root.js'
import type { Part, parts as all } from './parts.js'

const loaded = new Map<Part, unknown>()

function get<P extends Part>(name: P): ReturnType<(typeof all)[P]> {
  let part = loaded.get(name)
  if (part === undefined) loaded.set(name, (part = (loadPart(`parts/${name}`) as { part: unknown }).part))
  return part as ReturnType<(typeof all)[P]>
}

export const parts: typeof all = {
  nn: () => get('nn'),
  optim: () => get('optim'),
  utils: () => get('utils'),
  distributions: () => get('distributions'),
  func: () => get('func'),
  gpu: () => get('gpu'),
  cuda: () => get('cuda'),
  amp: () => get('amp'),
  jit: () => get('jit'),
  profile: () => get('profile'),
  files: () => get('files'),
  typed: () => get('typed'),
  masked: () => get('masked'),
  foreach: () => get('foreach'),
  testing: () => get('testing'),
}

export const isLoaded = (part: Part): boolean => loaded.has(part)
export const loadedCount = (): number => loaded.size
