// Padding as layers. Follows torch/nn/modules/padding.py.
import { required } from '../base/keywords.js'
import type { Float } from '../base/scalar.js'
import { str } from '../text/repr.js'
import { call } from '../engine/functions.js'
import { layer, type LayerClass, type Numbers, tupleOf } from './layer.js'

interface ConstantKeywords {
  padding?: Numbers
  value?: number | Float
}
interface PadKeywords {
  padding?: Numbers
}

const constant = (dims: number): LayerClass<ConstantKeywords> =>
  layer<ConstantKeywords>(`ConstantPad${dims}d`, {
    family: '_ConstantPadNd',
    defaults: { padding: required, value: required },
    settle: ({ padding }) => ({ padding: tupleOf(padding, 2 * dims) }),
    run: (input, o) => call('nn.functional.pad', [input, o.padding, 'constant', o.value]),
    text: (o) => `padding=${str(o.padding)}, value=${str(o.value)}`,
  })

const padFamilies: Readonly<Record<string, string>> = {
  constant: '_ConstantPadNd',
  reflect: '_ReflectionPadNd',
  replicate: '_ReplicationPadNd',
}
const pad = (name: string, dims: number, mode: string): LayerClass<PadKeywords> =>
  layer<PadKeywords>(name, {
    family: padFamilies[mode],
    defaults: { padding: required },
    settle: ({ padding }) => ({ padding: tupleOf(padding, 2 * dims) }),
    run: (input, o) => call('nn.functional.pad', [input, o.padding, mode, mode === 'constant' ? 0 : null]),
    text: (o) => str(o.padding),
  })

/** A border of one value around sequences. */
export const ConstantPad1d = constant(1)
/** A border of one value around images. */
export const ConstantPad2d = constant(2)
/** A border of one value around volumes. */
export const ConstantPad3d = constant(3)
/** A border of zeros around images. */
export const ZeroPad2d = pad('ZeroPad2d', 2, 'constant')
/** Sequences go on mirrored. */
export const ReflectionPad1d = pad('ReflectionPad1d', 1, 'reflect')
/** Images go on mirrored. */
export const ReflectionPad2d = pad('ReflectionPad2d', 2, 'reflect')
/** Volumes go on mirrored. */
export const ReflectionPad3d = pad('ReflectionPad3d', 3, 'reflect')
/** The ends of sequences, repeated. */
export const ReplicationPad1d = pad('ReplicationPad1d', 1, 'replicate')
/** The edges of images, repeated. */
export const ReplicationPad2d = pad('ReplicationPad2d', 2, 'replicate')
/** The faces of volumes, repeated. */
export const ReplicationPad3d = pad('ReplicationPad3d', 3, 'replicate')
