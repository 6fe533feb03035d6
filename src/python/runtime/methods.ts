// The methods of all built-in classes.
import './bytes-methods.js'
import './dict-methods.js'
import './iterator-methods.js'
import './list-methods.js'
import './number-methods.js'
import './numpy-methods.js'
import './set-methods.js'
import './text-methods.js'
