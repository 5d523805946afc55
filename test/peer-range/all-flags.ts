import recommendedFlags from 'aws-cdk-lib/recommended-feature-flags.json';

// Under this one, an annotation that says error makes synthesis throw before a test can look at it.
const THROWS = '@aws-cdk/core:annotationsInValidationReport';

// Where the CDK CLI puts the context of cdk.json: every `new App()` has it, whatever its own context says.
process.env.CDK_CONTEXT_JSON = JSON.stringify({
  ...JSON.parse(process.env.CDK_CONTEXT_JSON ?? '{}') as object, ...Object.fromEntries(Object.entries(recommendedFlags).filter(([flag]) => flag !== THROWS)),
});
