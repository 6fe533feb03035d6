// Starts what computes on the gpu. See Note [Late modules] in build/build.ts.
export { loadBackend } from './backend.js'
