// The built-in template validation of aws-cdk-lib >= 2.262 loads a 9 MB WASM engine in every test file.
// Only the suite that is about it (validation.test.ts) turns it on.
process.env.CDK_VALIDATION ??= 'false';
