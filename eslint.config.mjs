import tseslint from 'typescript-eslint';

export default tseslint.config(
  { ignores: ['dist/', 'cdk.out/', '.cache/', '**/.venv/', '.pacmak/', 'node_modules/', 'examples/assets/', 'test/cases/', '**/*.mjs', '**/*.cjs'] },
  ...tseslint.configs.strict,
  ...tseslint.configs.stylistic,
  {
    languageOptions: { parserOptions: { project: ['./test/tsconfig.json', './test/browser/tsconfig.json'], tsconfigRootDir: import.meta.dirname } },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      '@typescript-eslint/explicit-module-boundary-types': 'error',
      '@typescript-eslint/no-extraneous-class': ['error', { allowStaticOnly: true }],
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      eqeqeq: 'error',
      'max-lines': ['error', { max: 300, skipBlankLines: true, skipComments: true }],
      'no-console': 'error',
    },
  },
  // A file holds one idea, and a function fits on a page
  {
    files: ['lib/**/*.ts'],
    rules: {
      'max-lines': ['error', { max: 200, skipBlankLines: true, skipComments: true }],
      'max-lines-per-function': ['error', { max: 40, skipBlankLines: true, skipComments: true }],
      // A sentence of a message stays in one piece
      'max-len': ['error', { code: 140, ignoreStrings: true, ignoreTemplateLiterals: true, ignoreRegExpLiterals: true, ignoreUrls: true }],
    },
  },
  // Lists: one line for each rule, and AWS's managed policies
  { files: ['lib/rules/catalogue.ts', 'lib/graph/readers/managed-policies.ts'], rules: { 'max-lines': ['error', { max: 240 }] } },
  // The page's own files are typed by JSDoc, which test/browser/tsconfig.json has checked
  { files: ['lib/preview/page/*.js'], rules: { '@typescript-eslint/explicit-module-boundary-types': 'off' } },
  // Plain scripts that share one scope inside the sandbox: what one file declares, another uses
  {
    files: ['lib/sandbox/guest/*.js'],
    languageOptions: { sourceType: 'script', parserOptions: { project: null } },
    rules: {
      ...tseslint.configs.disableTypeChecked.rules, '@typescript-eslint/no-unused-vars': 'off', '@typescript-eslint/explicit-module-boundary-types': 'off',
      '@typescript-eslint/no-floating-promises': 'off', '@typescript-eslint/consistent-type-imports': 'off', '@typescript-eslint/switch-exhaustiveness-check': 'off',
    },
  },
  { files: ['lib/checks/on-demand.ts'], rules: { '@typescript-eslint/no-require-imports': 'off' } },
  { files: ['test/**', 'bench/**', 'examples/**', 'docs/**', 'release/**', 'lib/cli/**'], rules: { 'no-console': 'off' } },
);
