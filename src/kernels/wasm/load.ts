// Starts what computes with vectors. See Note [Late modules] in build/build.ts.
import { drawUniforms, makeNormals, mapVectors, moveBlock, transposeBlock, vectorForm } from './vectors.js'

const vectors = { vectorForm, mapVectors, drawUniforms, makeNormals, moveBlock, transposeBlock }

export const loadVectors = (): typeof vectors => vectors
