// Starts what computes with vectors. See Note [Late modules] in build/build.ts.
import { mapVectors, vectorForm } from './vectors.js'

const vectors = { vectorForm, mapVectors }

export const loadVectors = (): typeof vectors => vectors
