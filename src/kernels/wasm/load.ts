// Starts what computes with vectors. See Note [Late modules] in build/build.ts.
import {
  awaitThreads,
  drawUniforms,
  fillBlock,
  level,
  makeNormals,
  mapVectors,
  moveBlock,
  transposeBlock,
  vectorForm,
} from './vectors.js'

const vectors = {
  awaitThreads,
  level,
  vectorForm,
  mapVectors,
  drawUniforms,
  fillBlock,
  makeNormals,
  moveBlock,
  transposeBlock,
}

export const loadVectors = (): typeof vectors => vectors
