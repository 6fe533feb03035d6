// Takes the place of list.ts in the built program: loads a module of Python's library when it is first imported.
import { loadPart } from '../../base/package-root.js'
import { type Loaded, noteModules } from '../runtime/imports.js'
import { files, moduleName } from './files.js'

noteModules(files, moduleName, (file) => loadPart(`python/modules/${file}`) as Loaded)
