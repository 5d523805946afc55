import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { whenText } from '../checks/finding-text';
import { checkSystem } from '../rules/engine/check-system';
import { evidenceOf } from '../rules/evidence';
import type { Finding } from '../rules/engine/finding';
import { loadSystem, unusableInput } from './load-graphs';
import { sarifOf } from './sarif';
import { UsageError } from './usage-error';
import type { CommandResult } from './usage-error';

export const CHECK_USAGE = `cdk-cors check <file|folder|cdk.out>... [--json] [--sarif FILE] [--strict]

Finds CORS mistakes of S3 and CloudFront. All that is named is judged together, as one system.

  --json         findings as a JSON array
  --sarif FILE   writes them as SARIF 2.1.0 too, for code hosts
  --strict       warnings count as errors

Exit code: 0 no error, 1 errors, 2 unusable input (the rest is still judged).`;

/** `cdk-cors check`. */
export function check(args: readonly string[]): CommandResult {
  const { positionals: sources, values } = parse(args);
  if (sources.length === 0) {
    throw new UsageError('name CloudFormation templates, folders of them, or the folder that cdk synth writes (usually cdk.out)');
  }
  const { missing, ...system } = loadSystem(sources);
  const { report: { findings, problems }, graphs } = checkSystem(system);
  const unusable = unusableInput(missing, problems);
  const shown = findings.map((finding) => ({ finding, witness: evidenceOf(finding, graphs) }));
  if (values.sarif !== undefined) {
    write(values.sarif, sarifOf(findings));
  }
  const failing = findings.some(({ severity }) => severity === 'error' || (values.strict === true && severity === 'warning'));
  return {
    exitCode: unusable.length > 0 ? 2 : Number(failing),
    stdout: values.json ? JSON.stringify(shown.map(asRecord), undefined, 2) : asText(shown),
    stderr: unusable.length > 0 ? unusable.map((text) => `cdk-cors check: ${text}`).join('\n') : undefined,
  };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args], allowPositionals: true,
      options: { json: { type: 'boolean' }, sarif: { type: 'string' }, strict: { type: 'boolean' } },
    });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

function write(file: string, text: string): void {
  try {
    writeFileSync(file, text);
  } catch (error) {
    throw new UsageError(`--sarif ${file}: it cannot be written (${error instanceof Error ? error.message : String(error)}); name a file in a folder that exists`);
  }
}

/** A finding with what shows it. */
interface Shown {
  readonly finding: Finding;
  readonly witness?: string;
}

function asRecord({ finding, witness }: Shown): Record<string, unknown> {
  const { rule, severity, message, why, fix, when, place: { address, path } } = finding;
  return { rule, severity, file: address.file, resource: address.logicalId, construct: address.constructPath, path, message: message + whenText(when), why, fix, witness };
}

function asText(shown: readonly Shown[]): string {
  if (shown.length === 0) {
    return 'no mistake found';
  }
  const counts = (['error', 'warning', 'info'] as const).map((severity) => `${shown.filter(({ finding }) => finding.severity === severity).length} ${severity}`);
  return [...shown.map(findingAsText), counts.join(', ')].join('\n\n');
}

function findingAsText({ finding, witness }: Shown): string {
  const { rule, severity, message, why, fix, when, place: { address, path } } = finding;
  return [
    `${severity.toUpperCase()} ${rule}`,
    `  at       ${address.constructPath ?? address.logicalId} ${path}${address.file === undefined ? '' : ` (${address.file})`}`,
    `  what     ${message}${whenText(when)}`,
    `  impact   ${why}`,
    `  fix      ${fix}`,
    ...(witness === undefined ? [] : [`  example  ${witness}`]),
  ].join('\n');
}
