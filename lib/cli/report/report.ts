import { loadDelivery } from '../load-graphs';
import { readOptions } from '../arguments';
import { PARAMETER_USAGE } from '../parameters';
import { EDGE_CODE_USAGE, readEdgeCode } from '../read-edge-code';
import { parseOrigin } from '../page-request-words';
import { writeNamed } from '../named-files';
import { reportPage } from './report-page';
import type { Progress } from '../terminal';
import { UsageError } from '../usage-error';
import type { CommandResult } from '../usage-error';

export const REPORT_USAGE = `cdk-cors report <file|folder|cdk.out>... -o FILE [--origin ORIGIN]...

Writes one HTML page: which pages may use the files, how, and what is wrong.
It needs no network and no script; equal templates give equal bytes.

  -o, --output FILE       the page to write
  --origin ORIGIN         judged in addition to those that the templates name; may be repeated
${PARAMETER_USAGE}
${EDGE_CODE_USAGE}

Examples:
  cdk-cors report cdk.out -o cors.html
  cdk-cors report templates/ -o cors.html --origin https://partner.example.com

Exit code: 0 written, whatever it says (check is the gate), 2 unusable input (the rest is written).`;

/** `cdk-cors report`. */
export function report(args: readonly string[], progress?: Progress): CommandResult {
  const { positionals: sources, values } = parse(args);
  if (sources.length === 0) {
    throw new UsageError('name CloudFormation templates, folders of them, or the folder that cdk synth writes (usually cdk.out)');
  }
  if (values.output === undefined) {
    throw new UsageError('-o is missing; name the page to write, such as -o report.html');
  }
  const origins = (values.origin ?? []).map(parseOrigin);
  const { graphs, unusable } = loadDelivery(sources, values.parameter, readEdgeCode(values['edge-code']));
  progress?.(`trying what pages do with ${sources.join(', ')} …`);
  const { text, summary } = reportPage(graphs, { origins });
  writeNamed('-o', values.output, text);
  return {
    exitCode: unusable.length > 0 ? 2 : 0,
    stdout: `${values.output}: ${summary}`,
    stderr: unusable.length > 0 ? unusable.map((problem) => `cdk-cors report: ${problem}`).join('\n') : undefined,
  };
}

function parse(args: readonly string[]) {
  return readOptions('report', args, { output: { type: 'string', short: 'o' }, origin: { type: 'string', multiple: true }, parameter: { type: 'string', multiple: true }, 'edge-code': { type: 'string' } });
}
