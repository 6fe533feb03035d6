// What is known of values by the names of functions and methods: Python's own, and the library's.

/** `module` stands for a module of the library, `model` for an object that a class of networks makes. */
export type Fact =
  | 'int'
  | 'float'
  | 'str'
  | 'bool'
  | 'none'
  | 'list'
  | 'tuple'
  | 'dict'
  | 'set'
  | 'tensor'
  | 'library'
  | 'model'
  | 'instance'
  | 'function'
  | 'class'
  | 'unknown'

export function join(a: Fact | null, b: Fact | null): Fact | null {
  return a === null || b === null || a === b ? (a ?? b) : 'unknown'
}

/** Functions of torch that give something else than one tensor. */
export const noTensor =
  /^(chunk|split|unbind|topk|sort|max|min|mode|median|kthvalue|meshgrid|nn|optim|utils|device|dtype|Size|Generator|no_grad|enable_grad|set_|get_|is_|equal|allclose|manual_seed|seed|initial_seed|save|load|cuda|linalg|fft|special|distributions|backends|numel|iinfo|finfo|[A-Z]|autograd|random|hub|jit|func|float|int|long|double|half|bool|version|__)/
export const builtinFacts: Readonly<Record<string, Fact>> = {
  len: 'int',
  int: 'int',
  ord: 'int',
  id: 'int',
  hash: 'int',
  float: 'float',
  str: 'str',
  repr: 'str',
  chr: 'str',
  format: 'str',
  input: 'str',
  bool: 'bool',
  isinstance: 'bool',
  hasattr: 'bool',
  callable: 'bool',
  any: 'bool',
  all: 'bool',
  list: 'list',
  sorted: 'list',
  dict: 'dict',
  set: 'set',
  tuple: 'tuple',
  print: 'none',
}

export const tensorMethods =
  /^(detach|clone|requires_grad_|reshape|view|view_as|unsqueeze|squeeze|transpose|permute|contiguous|zero_|fill_|add_|sub_|mul_|div_|sigmoid|tanh|relu|exp|log|sqrt|square|matmul|mm|argmax|argmin|softmax|log_softmax|cumsum|cuda|cpu|expand|flatten|normal_|uniform_|float|long|double|int|bool|mean|std|var|abs|pow|t|norm|unflatten|masked_select|gather|scatter_|index_select|repeat|clamp|round|floor|ceil|eq|ne|lt|le|gt|ge|type_as|to|prod|cos|sin|sum|data|add|sub|mul|div|dot|bmm|reciprocal|neg|item_)$/
export const textMethods =
  /^(join|strip|lstrip|rstrip|upper|lower|replace|format|title|capitalize|ljust|rjust|center|zfill|swapcase)$/
