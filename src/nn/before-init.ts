// What a module says on which no constructor has run: a class in Python may forget `super().__init__()`. Names the
// attributes that torch/nn/modules/module.py asks for first.
import { AttributeError } from '../base/errors.js'
import { Tensor } from '../tensor/tensor.js'
import { slots } from './attributes.js'

const isMade = (module: object): boolean => Object.hasOwn(module, slots)

const ofParameters = new Set(['parameters', 'named_parameters', 'state_dict', 'zero_grad'])
const registers: Readonly<Record<string, string>> = {
  register_buffer: 'buffer',
  register_parameter: 'parameter',
}

const early = (kind: string): AttributeError =>
  new AttributeError(`cannot assign ${kind} before Module.__init__() call`)

/** Refuses a call of `method`, which would ask for what the constructor makes. */
export function refuseCallBeforeInit(module: object, method: string): void {
  if (isMade(module)) return
  if (Object.hasOwn(registers, method)) throw early(registers[method])
  const asked =
    method === '__call__'
      ? '_backward_hooks'
      : ofParameters.has(method)
        ? '_parameters'
        : /^(named_)?buffers$/.test(method)
          ? '_buffers'
          : '_modules'
  throw new AttributeError(`'${module.constructor.name}' object has no attribute '${asked}'`)
}

/** Refuses an assignment of what the module would have to know of. */
export function refuseAssignmentBeforeInit(
  module: object,
  value: unknown,
  isModule: (value: unknown) => boolean,
): void {
  if (isMade(module)) return
  if (value instanceof Tensor && value.isParameter) throw early('parameters')
  if (isModule(value)) throw early('module')
}
