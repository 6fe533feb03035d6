// Takes the place of load.ts in the built program: loads the backend when a device is first asked for.
import { loadPart } from '../../base/package-root.js'
import type * as Backends from './backend.js'
import type { loadBackend as load } from './load.js'

export const loadBackend: typeof load = () =>
  (loadPart('devices/gpu/backend') as typeof Backends).loadBackend()
