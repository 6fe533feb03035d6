// The exceptions that are built in, below `BaseException` and `Exception`; those that the library throws are its own classes.
import * as errors from '../../base/errors.js'
import { BaseException, declare, Exception, exceptionClass, exceptionClasses } from './types.js'

export class BaseExceptionGroup extends BaseException {}
declare(BaseExceptionGroup, 'BaseExceptionGroup', [BaseException], { hasFields: true })
exceptionClasses.set('BaseExceptionGroup', BaseExceptionGroup)
export class ExceptionGroup extends BaseExceptionGroup {}
declare(ExceptionGroup, 'ExceptionGroup', [BaseExceptionGroup, Exception], { hasFields: true })
exceptionClasses.set('ExceptionGroup', ExceptionGroup)
export const ArithmeticError = exceptionClass('ArithmeticError', Exception)
exceptionClass('FloatingPointError', ArithmeticError)
exceptionClass('OverflowError', ArithmeticError, errors.OverflowError)
exceptionClass('ZeroDivisionError', ArithmeticError, errors.ZeroDivisionError)
exceptionClass('AssertionError', Exception, errors.AssertionError)
exceptionClass('AttributeError', Exception, errors.AttributeError)
exceptionClass('BufferError', Exception)
export const EOFError = exceptionClass('EOFError', Exception, errors.EOFError)
exceptionClass('ImportError', Exception, errors.ImportError)
exceptionClass('ModuleNotFoundError', errors.ImportError, errors.ModuleNotFoundError)
export const LookupError = exceptionClass('LookupError', Exception)
exceptionClass('IndexError', LookupError, errors.IndexError)
exceptionClass('KeyError', LookupError, errors.KeyError)
exceptionClass('MemoryError', Exception, errors.MemoryError)
export const NameError = exceptionClass('NameError', Exception)
export const UnboundLocalError = exceptionClass('UnboundLocalError', NameError)
export const OSError = exceptionClass('OSError', Exception, errors.OSError)
export const FileNotFoundError = exceptionClass('FileNotFoundError', OSError, errors.FileNotFoundError)
export const FileExistsError = exceptionClass('FileExistsError', OSError)
export const PermissionError = exceptionClass('PermissionError', OSError)
export const IsADirectoryError = exceptionClass('IsADirectoryError', OSError)
export const NotADirectoryError = exceptionClass('NotADirectoryError', OSError)
const ConnectionError = exceptionClass('ConnectionError', OSError)
for (const name of ['BrokenPipe', 'ConnectionAborted', 'ConnectionRefused', 'ConnectionReset'])
  exceptionClass(`${name}Error`, ConnectionError)
for (const name of ['BlockingIO', 'ChildProcess', 'Interrupted', 'ProcessLookup'])
  exceptionClass(`${name}Error`, OSError)
exceptionClass('TimeoutError', OSError)
exceptionClasses.set('IOError', OSError)
exceptionClasses.set('EnvironmentError', OSError)
exceptionClass('ReferenceError', Exception)
exceptionClass('RuntimeError', Exception, errors.RuntimeError)
exceptionClass('NotImplementedError', errors.RuntimeError, errors.NotImplementedError)
declare(errors.LinAlgError, '_LinAlgError', [errors.RuntimeError], {
  module: 'torch._C',
  qualname: '_LinAlgError',
})
declare(errors.UnpicklingError, 'UnpicklingError', [Exception], { module: '_pickle' })
export const RecursionError = exceptionClass('RecursionError', errors.RuntimeError)
exceptionClass('StopIteration', Exception, errors.StopIteration)
exceptionClass('StopAsyncIteration', Exception)
export const SyntaxErrorClass = exceptionClass('SyntaxError', Exception)
export const IndentationError = exceptionClass('IndentationError', SyntaxErrorClass)
exceptionClass('TabError', IndentationError)
exceptionClass('SystemError', Exception)
exceptionClass('TypeError', Exception, errors.TypeError)
exceptionClass('ValueError', Exception, errors.ValueError)
export const UnicodeError = exceptionClass('UnicodeError', errors.ValueError)
export const UnicodeDecodeError = exceptionClass('UnicodeDecodeError', UnicodeError)
export const UnicodeEncodeError = exceptionClass('UnicodeEncodeError', UnicodeError)
exceptionClass('UnicodeTranslateError', UnicodeError)
export const Warning = exceptionClass('Warning', Exception)
for (const name of [
  'User',
  'Deprecation',
  'PendingDeprecation',
  'Syntax',
  'Runtime',
  'Future',
  'Import',
  'Unicode',
  'Bytes',
  'Encoding',
  'Resource',
])
  exceptionClass(`${name}Warning`, Warning)
export const GeneratorExit = exceptionClass('GeneratorExit', BaseException)
export const KeyboardInterrupt = exceptionClass('KeyboardInterrupt', BaseException)
export const SystemExit = exceptionClass('SystemExit', BaseException)
