// What the linter asks for: the recommended rules, minus those that prettier or the tensor loops answer better.
import tseslint from 'typescript-eslint'
import prettier from 'eslint-config-prettier'

export default tseslint.config(
  { ignores: ['dist/', 'node_modules/', 'src/**/*.gen.ts'] },
  ...tseslint.configs.recommended,
  prettier,
  {
    rules: {
      'no-undef': 'off',
      // A class has one way of keeping something for itself, which holds at run time too.
      'no-restricted-syntax': [
        'error',
        ...['PropertyDefinition', 'MethodDefinition[kind!="constructor"]', 'TSParameterProperty'].map(
          (node) => ({
            selector: `${node}[accessibility="private"]`,
            message: 'Write #name: what is private is so at run time too.',
          }),
        ),
      ],
      'prefer-const': ['error', { destructuring: 'all' }],
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      '@typescript-eslint/no-explicit-any': 'off',
      '@typescript-eslint/no-this-alias': 'off',
      '@typescript-eslint/no-unsafe-declaration-merging': 'off',
      '@typescript-eslint/no-unsafe-function-type': 'off',
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'separate-type-imports' }],
      '@typescript-eslint/no-unused-vars': [
        'error',
        {
          argsIgnorePattern: '^_',
          varsIgnorePattern: '^_',
          caughtErrors: 'none',
          destructuredArrayIgnorePattern: '^_',
        },
      ],
    },
  },
  // A script: see Note [Start file] in src/build/start-file.ts.
  { files: ['bin/**'], rules: { '@typescript-eslint/no-require-imports': 'off' } },
)
