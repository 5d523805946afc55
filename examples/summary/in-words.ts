import type { SynthesizedStack } from './assembly';
import { promisesOf } from './promises';
import { servedPaths } from './serving';

/** A stack in words: how many resources of which kind, a line for each thing that an origin may do, and how files are served where that is special. */
export function inWords({ name, template }: SynthesizedStack): string {
  const promises = promisesOf(template);
  const table = promises.length === 0 ? [] : columns([
    ['origin', 'may', 'may send headers', 'may see headers', 'with cookies'],
    ...promises.map(({ origin, may, send, see, credentials }) => [origin, may, send, see, credentials]),
  ]);
  const served = servedPaths(template);
  const serving = served.length === 0 ? [] : columns([['path', 'files of', 'kept at the edge', 'code'], ...served.map(({ path, from, kept, code }) => [path, from, kept, code])]);
  return [
    `${name}: ${Object.keys(template.Resources).length} resources`,
    ...indented(columns(kindsOf(Object.values(template.Resources).map(({ Type }) => Type)))),
    ...[table, serving].flatMap((each) => each.length === 0 ? [] : ['', ...indented(each)]),
    '',
  ].join('\n');
}

/** `AWS::S3::Bucket` and the like, by service: [['S3', 'Bucket, 2 BucketPolicy']]. */
function kindsOf(types: readonly string[]): string[][] {
  const services = new Map<string, Map<string, number>>();
  for (const type of types) {
    const [kind = type, service = ''] = type.split('::').reverse();
    const kinds = services.get(service) ?? new Map<string, number>();
    services.set(service, kinds.set(kind, (kinds.get(kind) ?? 0) + 1));
  }
  return [...services].map(([service, kinds]) => [
    service, [...kinds].map(([kind, count]) => count === 1 ? kind : `${count} ${kind}`).join(', '),
  ]);
}

function columns(rows: readonly string[][]): string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => (row[column] ?? '').length)));
  return rows.map((row) => row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ').trimEnd());
}

function indented(lines: readonly string[]): string[] {
  return lines.map((line) => `  ${line}`);
}
