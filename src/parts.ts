// The large parts of the torch namespace, each when it is first asked for. See Note [Late modules] in build/build.ts.
import * as utils from './data/torch-utils.js'
import * as cuda from './cuda/index.js'
import * as amp from './cuda/amp.js'
import * as distributions from './distributions/index.js'
import * as func from './func/index.js'
import * as jit from './func/jit.js'
import * as gpu from './devices/torch-gpu.js'
import * as files from './io/torch-files.js'
import * as nn from './nn/index.js'
import * as foreach from './ops/foreach.js'
import * as masked from './ops/masked.js'
import * as testing from './ops/testing.js'
import * as typed from './ops/typed-tensors.js'
import * as optim from './optim/index.js'
import * as profile from './profile/index.js'

export const parts = {
  nn: () => nn,
  optim: () => optim,
  utils: () => utils,
  distributions: () => distributions,
  func: () => func,
  gpu: () => gpu,
  cuda: () => cuda,
  amp: () => amp,
  jit: () => jit,
  profile: () => profile,
  files: () => files,
  typed: () => typed,
  masked: () => masked,
  foreach: () => foreach,
  testing: () => testing,
}
export type Part = keyof typeof parts

/** Whether a part was asked for: until then no value is an instance of its classes. */
export const isLoaded = (_part: Part): boolean => true
/** How many were asked for. */
const count = Object.keys(parts).length
export const loadedCount = (): number => count
