// Chapter: putting tensors together, taking them apart, picking from them, and changing their shape.
import type { Chapter } from '../../src/learn/catalogue.js'
import { indexing } from './indexing.js'
import { joining } from './joining.js'
import { splitting } from './splitting.js'
import { transforming } from './transforming.js'

export const chapter: Chapter = {
  name: 'tensor-ops',
  title: { en: 'Working with tensors', zh: '张量的操作' },
  sections: [joining, splitting, indexing, transforming],
}
