// The built-in template validation of aws-cdk-lib >= 2.262 loads a 9 MB WASM engine in every test file.
// Only the suite that is about it (validation.test.ts) turns it on.
process.env.CDK_VALIDATION ??= 'false';
// Where the CDK CLI puts the context of an app. Each construct would write down the lines that made it, which only the suites that are about
// them look at, in apps of processes of their own.
process.env.CDK_CONTEXT_JSON ??= JSON.stringify({ 'aws:cdk:disable-stack-trace': true, 'aws:cdk:disable-creation-stack-traces': true });
