// Takes the place of load.ts in the built program: loads what computes with vectors when a tensor is first large.
import { loadPart } from '../../base/package-root.js'
import type { loadVectors as load } from './load.js'

type Vectors = ReturnType<typeof load>
let vectors: Vectors | undefined

export const loadVectors: typeof load = () => (vectors ??= loadPart('kernels/wasm/vectors') as Vectors)
