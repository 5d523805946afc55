// Runs in a process of its own, with a CDK of its own: synthesizes each template with the CDK's own validation and with cdk-nag, and prints
// what they say.
//
//   node cdk-child.cjs template.yaml...
const { existsSync, mkdtempSync, readFileSync, rmSync } = require('node:fs');
const { tmpdir } = require('node:os');
const { basename, join } = require('node:path');
const { App, Stack, Validations } = require('aws-cdk-lib');
const { CfnInclude } = require('aws-cdk-lib/cloudformation-include');
const { AwsSolutionsChecks } = require('cdk-nag');

const print = process.stdout.write.bind(process.stdout);
process.stdout.write = () => true; // reports for people
process.stderr.write = () => true;

const answers = Object.fromEntries(process.argv.slice(2).map((file) => [basename(file), findings(file)]));
process.exitCode = 0;
print(JSON.stringify(answers));

function findings(file) {
  const outdir = mkdtempSync(join(tmpdir(), 'others-'));
  try {
    const app = new App({ outdir, analyticsReporting: false, context: { '@aws-cdk/core:validateAgainstDefaultRules': true } });
    new CfnInclude(new Stack(app, 'Web'), 'Template', { templateFile: file });
    Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
    const thrown = synthesize(app);
    const report = join(outdir, 'validation-report.json');
    return existsSync(report) ? JSON.parse(readFileSync(report, 'utf8')).pluginReports.flatMap(({ violations }) => violations.flatMap(reported)) : thrown;
  } catch (error) {
    return [{ rule: 'synthesis', place: '', text: error.message }];
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
}

function synthesize(app) {
  try {
    app.synth();
    return [];
  } catch (error) {
    return [{ rule: 'synthesis', place: '', text: error.message }];
  }
}

function reported({ ruleName, description = '', violatingConstructs = [{}] }) {
  return violatingConstructs.map(({ constructPath = '' }) => ({ rule: ruleName, place: constructPath, text: description }));
}
