// The namespace `torch.nn.functional`: what the op table holds under that path.
import '../ops/all.js'
import { functionTree } from '../engine/functions.js'
import type { TorchFunctions } from '../ops/methods.gen.js'

export const functional = (functionTree() as unknown as TorchFunctions).nn.functional
