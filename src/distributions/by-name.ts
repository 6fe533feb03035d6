// Makes the methods of all distributions, transforms and constraints take keywords.
import * as transforms from './all-transforms.js'
import * as constraints from './constraints.js'
import { takeKeywords } from './keywords.js'
import * as submodules from './submodules.js'
import * as relaxed from './relaxed.js'

for (const namespace of [transforms, constraints, relaxed, ...Object.values(submodules)])
  takeKeywords(Object.values(namespace))
