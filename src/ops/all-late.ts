// Takes the place of all.ts in the built program: the names that the index lists; a family loads when it is first needed.
import { startFrom } from '../engine/op-index.js'
import * as listed from './index.gen.js'

startFrom(listed)
