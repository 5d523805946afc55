// One jest project for each end of the peer range, without and with all feature flags that this end recommends. The suite's own
// project is the oldest CDK without flags; with the newest CDK with flags it is in the gate. The two between them are in `.ci/run`.
const { devDependencies } = require('../../package.json');

const NEWEST = 'aws-cdk-lib-newest';

/** What makes or reads templates of the CDK; the contract, the model and the rules import nothing of it. */
const SUITES = ['construct/{behavior,behavior-options,bucket-settings,buckets,defaults,files-and-logs,options,paths,refusals,uploads}', 'construct/private/asset-files', 'checks/{doors,cors-assertions}', 'graph/{synthesized,read-policies,cycles,dependencies}', 'model/template', 'rules/false-alarms-about-requests', 'team'];

/**
 * @param {{ newest: boolean, flags: boolean, suites?: string[] }} options
 */
module.exports = ({ newest, flags, suites = SUITES }) => {
  const version = newest ? devDependencies[NEWEST].split('@').at(-1) : devDependencies['aws-cdk-lib'];
  return {
    displayName: `aws-cdk-lib ${version}${flags ? ', all flags' : ''}`,
    rootDir: '../..',
    roots: ['<rootDir>/test'],
    runtime: '<rootDir>/test/shared-modules.cjs',
    testEnvironment: '<rootDir>/test/one-context.cjs',
    setupFilesAfterEnv: ['<rootDir>/test/assemblies.ts'],
    cacheDirectory: '<rootDir>/node_modules/.cache/jest',
    testMatch: suites.map((suite) => `<rootDir>/test/${suite}.test.ts`),
    setupFiles: ['<rootDir>/test/environment.ts', ...flags ? ['<rootDir>/test/peer-range/all-flags.ts'] : []],
    globalSetup: '<rootDir>/test/global-setup.ts',
    globalTeardown: '<rootDir>/test/global-teardown.ts',
    moduleNameMapper: {
      ...newest ? { '^aws-cdk-lib$': NEWEST, '^aws-cdk-lib/(.*)$': `${NEWEST}/$1` } : {},
      '^cdk-cors-asset-distribution$': '<rootDir>/lib/index.ts',
      '^cdk-cors-asset-distribution/model$': '<rootDir>/lib/model/index.ts',
    },
    modulePathIgnorePatterns: ['<rootDir>/dist', '<rootDir>/cdk.out', '<rootDir>/.cache'],
    transform: { '^.+\\.ts$': '<rootDir>/test/esbuild.cjs' },
  };
};
