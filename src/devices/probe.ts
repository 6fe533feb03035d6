// Finds out what this machine offers for computing, without loading any of it.
import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { setFlagsFromString } from 'node:v8'
import { wasm } from '../memory/web-assembly.js'

/** The smallest modules that use the feature; the bytes are those of wasm-feature-detect. */
const wasmSamples = {
  simd: [
    0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0, 10, 10, 1, 8, 0, 65, 0, 253, 15, 253, 98,
    11,
  ],
  relaxedSimd: [
    0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0, 10, 15, 1, 13, 0, 65, 1, 253, 15, 65, 2,
    253, 15, 253, 128, 2, 11,
  ],
  threads: [
    0, 97, 115, 109, 1, 0, 0, 0, 1, 4, 1, 96, 0, 0, 3, 2, 1, 0, 5, 4, 1, 3, 1, 1, 10, 11, 1, 9, 0, 65, 0, 254,
    16, 2, 0, 26, 11,
  ],
}

const validates = (bytes: number[]): boolean => wasm.validate(new Uint8Array(bytes))

export interface WasmFeatures {
  simd: boolean
  /** Node 20 has it behind a flag that can be set while running. */
  relaxedSimd: 'yes' | 'yes, with a V8 flag' | 'no'
  threads: boolean
}

export function wasmFeatures(): WasmFeatures {
  let relaxedSimd: WasmFeatures['relaxedSimd'] = validates(wasmSamples.relaxedSimd) ? 'yes' : 'no'
  if (relaxedSimd === 'no') {
    setFlagsFromString('--experimental-wasm-relaxed-simd')
    if (validates(wasmSamples.relaxedSimd)) relaxedSimd = 'yes, with a V8 flag'
  }
  return { simd: validates(wasmSamples.simd), relaxedSimd, threads: validates(wasmSamples.threads) }
}

export interface Gpu {
  version: string | undefined
  backends: { name: string; isPresent: boolean; note: string }[]
}

/** What gpu.js could use here. Looks at files only: gpu.js itself is heavy, and some of its parts crash where there is no display. */
export function findGpu(): Gpu {
  const require = createRequire(import.meta.url)
  let path: string
  try {
    path = require.resolve('gpu.js/package.json')
  } catch {
    return { version: undefined, backends: [] }
  }
  const { version } = JSON.parse(readFileSync(path, 'utf8'))
  const resolve = createRequire(path).resolve
  const folderOf = (name: string): string | undefined => {
    try {
      return dirname(resolve(`${name}/package.json`))
    } catch {
      return undefined
    }
  }
  const gl = folderOf('gl')
  const isGlBuilt = gl !== undefined && existsSync(join(gl, 'build', 'Release', 'webgl.node'))
  const sources = join(dirname(path), 'src', 'backend')
  const has = (folder: string): boolean => existsSync(join(sources, folder))
  return {
    version,
    backends: [
      {
        name: 'headlessgl',
        isPresent: isGlBuilt,
        note: isGlBuilt
          ? 'gl is built (a display or Xvfb is needed too)'
          : gl
            ? 'gl is there, but not built'
            : 'no gl',
      },
      {
        name: 'webasm',
        isPresent: has('web-assembly'),
        note: has('web-assembly') ? 'yes' : 'not in this version',
      },
      { name: 'cpu', isPresent: has('cpu'), note: has('cpu') ? 'yes' : 'not in this version' },
    ],
  }
}
