// Asks the system for large pages under the arena, where it lends them to those who ask: 2 MB at a time are touched in a third
// of the time that pages of 4 KB take, and found again without the tables that those need. A sum of two tensors of 4 MB takes
// four fifths of the time.
//
// koffi makes the call, which is an optional package, and takes ten milliseconds to load: only who fills some megabytes asks.
// Nothing depends on the answer.
import { readFileSync } from 'node:fs'
import { loadPackage } from '../base/package-root.js'

/** `MADV_HUGEPAGE` */
const ADVICE = 14

type Advise = (memory: Uint8Array, bytes: number, advice: number) => number
interface Koffi {
  load(path: null): { func(declaration: string): Advise }
}

let advise: Advise | null | undefined

function findAdvise(): Advise | null {
  if (typeof process === 'undefined' || process.platform !== 'linux') return null
  try {
    const setting = readFileSync('/sys/kernel/mm/transparent_hugepage/enabled', 'utf8')
    if (!setting.includes('[madvise]')) return null
    const koffi = loadPackage('koffi') as Koffi
    return koffi.load(null).func('int madvise(void *, size_t, int)')
  } catch {
    return null
  }
}

/** Has all of a memory on large pages, as far as it is not yet touched; says whether the system took the advice. */
export function askForLargePages(buffer: ArrayBufferLike): boolean {
  if (advise === undefined) advise = findAdvise()
  return advise !== null && advise(new Uint8Array(buffer), buffer.byteLength, ADVICE) === 0
}
