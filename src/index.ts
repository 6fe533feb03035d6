// What `import … from 'dltorch'` gives: the namespace as default export, `import torch from 'dltorch'`, and each of
// its names on its own, `import { nn, tensor } from 'dltorch'`. The default export is a type, too: Note [Types of the
// namespace] in build/build.ts.
import torch from './torch.js'

export default torch
export * from './named.js'
