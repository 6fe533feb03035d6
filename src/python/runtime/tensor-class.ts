// What stands in the class of tensors itself: `torch.Tensor.shape`, which is read of a tensor, and `torch.Tensor.__add__`.
import { TypeError } from '../../base/errors.js'
import { reprSymbol } from '../../text/repr.js'
import { Tensor } from '../../torch.js'
import { core } from './core.js'
import { getters, type Inner, methods } from './functions.js'
import { tensorMethodNames } from './tensor-methods.js'
import { builtinClass, classOf, inner, nameOfType, object } from './types.js'

type Any = any

const attributes = new Set(
  (
    'H T _backward_hooks _base _grad _grad_fn _version data device dtype grad grad_fn imag is_cpu is_cuda is_ipu is_leaf ' +
    'is_meta is_mkldnn is_mps is_nested is_ort is_quantized is_sparse is_sparse_csr is_vulkan is_xpu layout mH mT name ' +
    'names ndim output_nr real requires_grad retains_grad shape volatile'
  ).split(' '),
)
/** Methods that Python's operators and functions call, of which a tensor's class has no function of JavaScript's. */
const operators = new Set(
  (
    'abs add and bool contains eq float floordiv ge getitem gt hash iadd iand ifloordiv ilshift imod imul index int ' +
    'invert ior ipow irshift isub iter itruediv ixor le len lshift lt matmul mod mul ne neg or pos pow radd rand repr ' +
    'rfloordiv rlshift rmatmul rmod rmul ror rpow rrshift rshift rsub rtruediv rxor setitem sub truediv xor'
  )
    .split(' ')
    .map((name) => `__${name}__`)
    .concat(tensorMethodNames),
)

const attributeClass = builtinClass('getset_descriptor', [object])

/** `torch.Tensor.shape` */
class Attribute {
  constructor(readonly name: string) {}
  read(value: Any): Any {
    if (!(value instanceof Tensor))
      throw new TypeError(
        `descriptor '${this.name}' for 'torch._C._TensorBase' objects doesn't apply to a '${nameOfType(value)}' object`,
      )
    return core.getattr(value, this.name)
  }
  [reprSymbol](): string {
    return `<attribute '${this.name}' of 'torch._C._TensorBase' objects>`
  }
}
Object.defineProperty(Attribute.prototype, classOf, { value: attributeClass })
methods(attributeClass, {
  '__get__(instance, owner=None, /)': (self: Attribute, instance) =>
    instance === null ? self : self.read(instance),
  '__set__(instance, value, /)': (self: Attribute, instance, value) => {
    core.setattr(instance, self.name, value)
    return null
  },
})
getters(attributeClass, { __name__: (self: Attribute) => self.name })

/** A method of tensors by its name, whose first argument is the tensor. */
function operator(name: string): Any {
  const own: Inner = {
    name,
    isBuiltin: true,
    invoke: ([self, ...args], kwargs) => {
      if (!(self instanceof Tensor))
        throw new TypeError(
          `descriptor '${name}' for 'torch._C._TensorBase' objects doesn't apply to a '${nameOfType(self)}' object`,
        )
      return core.call(core.getattr(self, name), args, kwargs)
    },
  }
  const f = (...args: Any[]): Any => own.invoke(args, null)
  Object.defineProperty(f, 'name', { value: name, configurable: true })
  Object.defineProperty(f, inner, { value: own, configurable: true })
  Object.defineProperty(f, reprSymbol, {
    value: () => `<method '${name}' of 'torch._C._TensorBase' objects>`,
  })
  return f
}

const known = new Map<string, Any>()

/** What the class of tensors has under a name beside the library's methods; undefined where it has nothing. */
export function ofTensorClass(name: string): Any {
  let found: Any = known.get(name)
  if (found !== undefined) return found
  if (attributes.has(name)) found = new Attribute(name)
  else if (operators.has(name)) found = operator(name)
  else return undefined
  known.set(name, found)
  return found
}
