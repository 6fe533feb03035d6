// Copies of a layer, of which a stack is made: what `torch.nn.modules.transformer._get_clones` gives.
import { TypeError } from '../base/errors.js'
import { typeText } from './attributes.js'
import { ModuleList } from './containers.js'
import { copyOfModule } from './deepcopy.js'
import type { Module } from './module.js'

/** How many layers there are, as Python's `range` takes it. */
function counted(count: unknown): number {
  if (typeof count === 'number' && Number.isInteger(count)) return count
  throw new TypeError(`'${typeText(count)}' object cannot be interpreted as an integer`)
}

/** As many copies of a layer, each with parameters of its own. */
export const copies = (layer: Module, count: number): ModuleList =>
  ModuleList(Array.from({ length: counted(count) }, () => copyOfModule(layer)))
