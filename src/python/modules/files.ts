// The modules of Python's library that are written in TypeScript: under which names they are imported, and in which file of
// this folder each is. Those written in Python lie in `stdlib/`.

/** Files whose names are not those of their modules. */
const otherNames: Record<string, string> = {
  introspection: '_introspection',
  'os-path': 'os.path',
  strftime: '_strftime',
  terminal: '_terminal',
}

/** The files, without their ending. */
export const files =
  'abc collections contextlib copy dataclasses enum functools hashlib introspection io itertools json math matplotlib numpy operator os os-path pickle random re strftime string struct sys terminal time traceback typing unicodedata warnings zlib'.split(
    ' ',
  )

/** The name by which a file's module is imported. */
export const moduleName = (file: string): string => otherNames[file] ?? file
