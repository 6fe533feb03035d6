// The gpu's suite with gpu.js's 'webasm' backend. The import comes last: the backend is chosen when it is first needed.
process.env.DLTORCH_GPU_BACKEND = 'webasm'
const { suite } = await import('./suite.js')

suite('webasm')
