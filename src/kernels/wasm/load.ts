// Starts what computes with vectors. See Note [Late modules] in build/build.ts.
import {
  awaitThreads,
  castBlock,
  denseCall,
  drawUniforms,
  fillBlock,
  level,
  makeNormals,
  mapVectors,
  moveBlock,
  moveRows,
  shortWays,
  transposeBlock,
  vectorForm,
} from './vectors.js'

const vectors = {
  awaitThreads,
  castBlock,
  level,
  vectorForm,
  mapVectors,
  drawUniforms,
  denseCall,
  fillBlock,
  makeNormals,
  moveBlock,
  moveRows,
  shortWays,
  transposeBlock,
}

export const loadVectors = (): typeof vectors => vectors
