import { join, parse as parsePath } from 'node:path';
import type { TemplateInput } from '../../graph/types/template-input';
import { exampleOf, fixFor, hurtBy, judgeSystem, yamlOf } from '../../trial';
import type { Mistake, NotJudged } from '../../trial';
import { codeQualityOf } from './code-quality';
import { mistakeAsText, notJudgedAsText, recordOf } from './check-text';
import type { Shown } from './check-text';
import { severityCounts, plural } from '../counts';
import { loadSystem, unusableInput } from '../load-graphs';
import { appLanguage } from '../fix-lines';
import { writeNamed } from '../named-files';
import { readOptions } from '../arguments';
import { PARAMETER_USAGE } from '../parameters';
import { EDGE_CODE_USAGE, readEdgeCode } from '../read-edge-code';
import { nextStep } from './next-step';
import { patchesFor } from './patches';
import { Locator } from './locate';
import { sarifOf } from './sarif';
import type { Progress } from '../terminal';
import { UsageError } from '../usage-error';
import type { CommandResult } from '../usage-error';

export const CHECK_USAGE = `cdk-cors check <file|folder|cdk.out>... [options]

Finds CORS mistakes in S3 and CloudFront settings.
All templates named are judged as one system.

  --json                  { findings, notJudged } for machines
  --sarif FILE            also writes SARIF 2.1.0, for GitHub and other code hosts
  --code-quality FILE     also writes a code quality report, for GitLab
  --patch FILE            writes the proven fixes of a JSON template as a patch (RFC 6902)
  --strict                warnings fail too
  --strict=not-judged     what cannot be judged before deployment fails too
${PARAMETER_USAGE}
${EDGE_CODE_USAGE}

Examples:
  cdk-cors check cdk.out
  cdk-cors check bucket.yaml distribution.json --strict --sarif cors.sarif

Exit code: 0 no error, 1 errors, 2 unusable input (the rest is judged all the same).`;

/** `cdk-cors check`. */
export function check(args: readonly string[], progress?: Progress): CommandResult {
  const { positionals: sources, values } = parse(args);
  if (sources.length === 0) {
    throw new UsageError('name CloudFormation templates, folders of them, or the folder that cdk synth writes (usually cdk.out)');
  }
  progress?.(`reading ${sources.join(', ')} …`);
  const { missing, scope, ...system } = loadSystem(sources, values.parameter, readEdgeCode(values['edge-code']));
  progress?.(`trying what pages do with ${plural(system.inputs.length, 'template')} …`);
  const { report: { mistakes, notJudged, problems }, graphs } = judgeSystem(system);
  const unusable = unusableInput(missing, problems);
  const locator = new Locator(system.inputs);
  const shown = mistakes.map((mistake, index): Shown => {
    progress?.(`trying a fix for finding ${String(index + 1)} of ${String(mistakes.length)} …`);
    const fix = fixFor(system.inputs, graphs, mistake);
    return {
      mistake,
      code: locator.code(mistake.place.address),
      fix,
      hurts: hurtBy(mistake, graphs, fix),
      witness: exampleOf(mistake, graphs),
    };
  });
  const language = appLanguage();
  const notes = values.patch === undefined ? [] : writePatches(values.patch, system.inputs);
  if (values.sarif !== undefined) {
    writeNamed('--sarif', values.sarif, sarifOf(mistakes, notJudged, locator));
  }
  if (values['code-quality'] !== undefined) {
    writeNamed('--code-quality', values['code-quality'], codeQualityOf(mistakes, notJudged, locator));
  }
  const failing = mistakes.some((mistake) => fails(mistake, values.strict === true)) || (values['strict-not-judged'] === true && notJudged.length > 0);
  const judgedSomething = graphs.worlds.some(({ distributions, buckets }) => distributions.length > 0 || buckets.length > 0);
  const verdict = shown.length > 0 ? severityCounts(mistakes) : foundNothing(judgedSomething, unusable);
  const text = [...shown.map((each) => mistakeAsText(each, language)), ...notJudgedAsText(notJudged), ...(notes.length > 0 ? [notes.join('\n')] : []), ...(verdict === undefined ? [] : [[verdict, ...scope, nextStep({ shown, notJudged, sources, language, isReady: judgedSomething && unusable.length === 0 })].join('\n')])].join('\n\n');
  return {
    exitCode: unusable.length > 0 ? 2 : Number(failing),
    stdout: values.json ? asJson(shown, notJudged) : text,
    stderr: unusable.length > 0 ? unusable.map((problem) => `cdk-cors check: ${problem}`).join('\n') : undefined,
  };
}

/** What to say where no mistake is shown: nothing, where what could not be read may hold all there is. */
function foundNothing(judgedSomething: boolean, unusable: readonly string[]): string | undefined {
  if (judgedSomething) {
    return 'no mistake found';
  }
  return unusable.length > 0 ? undefined : 'nothing to judge: there is neither a CloudFront distribution nor an S3 bucket in it';
}

function asJson(shown: readonly Shown[], notJudged: readonly NotJudged[]): string {
  const open = notJudged.map(({ place, ...each }) => ({ ...each, file: place.address.file, resource: place.address.logicalId }));
  return JSON.stringify({ findings: shown.map(recordOf), notJudged: open }, undefined, 2);
}

function parse(args: readonly string[]) {
  const strict = args.find((arg) => arg.startsWith('--strict=') && arg !== '--strict=not-judged');
  if (strict !== undefined) {
    throw new UsageError(`${strict}: write --strict for warnings, --strict=not-judged for what cannot be judged, or both`);
  }
  return readOptions('check', args.map((arg) => (arg === '--strict=not-judged' ? '--strict-not-judged' : arg)), {
    json: { type: 'boolean' }, sarif: { type: 'string' }, 'code-quality': { type: 'string' }, patch: { type: 'string' }, strict: { type: 'boolean' }, 'strict-not-judged': { type: 'boolean' },
    parameter: { type: 'string', multiple: true }, 'edge-code': { type: 'string' },
  });
}

function fails({ severity }: Mistake, strict: boolean): boolean {
  return severity === 'error' || (strict && severity === 'warning');
}

/** One patch for each JSON template that proven fixes change. */
function writePatches(file: string, inputs: readonly TemplateInput[]): readonly string[] {
  const patches = patchesFor(inputs);
  const { dir, name, ext } = parsePath(file);
  const written = patches.filter(({ isJson }) => isJson);
  const notes = written.map(({ stack, template, operations }) => {
    const target = written.length === 1 ? file : join(dir, `${name}-${stack.replaceAll(/[^\w-]/g, '-')}${ext}`);
    writeNamed('--patch', target, `${JSON.stringify(operations, undefined, 2)}\n`);
    return `${target}: ${plural(operations.length, 'change')} to ${template}`;
  });
  const byHand = patches.filter(({ isJson }) => !isJson).map(({ template, changes }) => [`${template} is YAML; write there:`, ...changes.map((change) => `  ${yamlOf(change)}`)].join('\n'));
  return written.length + byHand.length === 0 ? [`${file}: not written, because there is no proven fix`] : [...notes, ...byHand];
}
