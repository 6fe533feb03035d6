// Starts what computes with vectors. See Note [Late modules] in build/build.ts.
import { vectorForm } from './vectors.js'

export const loadVectors = (): { vectorForm: typeof vectorForm } => ({ vectorForm })
