// Starts what computes with vectors. See Note [Late modules] in build/build.ts.
import { drawUniforms, makeNormals, mapVectors, vectorForm } from './vectors.js'

const vectors = { vectorForm, mapVectors, drawUniforms, makeNormals }

export const loadVectors = (): typeof vectors => vectors
