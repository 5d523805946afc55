/** What each checker says of the templates that were judged wrongly once, by kind of fault. */
import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { table } from '../report';
import type { Checker } from './checkers';

const FOLDER = join(__dirname, '../../test/cases/curated');

interface Case {
  readonly kind: string;
  readonly files: readonly string[];
  readonly command: string;
}

const CASES = (JSON.parse(readFileSync(join(FOLDER, 'cases.json'), 'utf8')) as readonly Case[]).filter(({ command, files }) => command === 'check' && files.length === 1);

const KINDS: Readonly<Record<string, string>> = {
  K1: 'an API, a load balancer or a function as the origin', K2: 'YAML that CloudFormation reads', K3: 'a condition that a default makes false', K4: 'origin groups',
  K5: 'headers that CloudFront refuses as custom headers', K6: 'other refusals of CloudFront', K7: 'data perimeters and policies of the bucket', K8: 'identity, or nothing, where an access control is meant',
  K9: 'mistakes whatever a parameter is', K11: 'websites on buckets', K12: 'harmless, or once reported too often', K13: 'origins wider than `*`', K14: 'code at the edge and buckets that cannot be seen', K15: 'uploads only', K17: 'headers that browsers add',
};

/** The templates, for the checkers to look at. */
export const CASE_FILES: readonly string[] = CASES.flatMap(({ files }) => files.map((file) => join(FOLDER, file)));

/** A table: of how many templates of each kind a checker says something that is about delivery; all that this checker, the first, says is. */
export function kindsTable(checkers: readonly Checker[], isAboutDelivery: (text: string) => boolean): string {
  const [own] = checkers;
  const speaks = (checker: Checker, { files: [file = ''] }: Case) => (checker.answers[basename(file)] ?? []).some(({ text }) => checker === own || isAboutDelivery(text));
  const rows = Object.entries(KINDS).map(([kind, title]) => {
    const cases = CASES.filter((each) => each.kind === kind);
    return [`${title} (${String(cases.length)})`, ...checkers.map((checker) => String(cases.filter((each) => speaks(checker, each)).length))];
  });
  return table(['kind of fault (templates)', ...checkers.map(({ name }) => name)], rows);
}
