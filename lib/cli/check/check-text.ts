/** What check prints of a mistake, for people and for machines. */
import { whenText } from '../../checks/finding-text';
import { notJudgedText } from '../../trial';
import type { Mistake, NotJudged } from '../../trial';

/** A mistake with what shows it. */
export interface Shown {
  readonly mistake: Mistake;
  readonly witness?: string;
}

export function recordOf({ mistake, witness }: Shown): Record<string, unknown> {
  const { rule, severity, message, why, fix, when, behavior, also, place: { address, path } } = mistake;
  return {
    rule, severity, file: address.file, resource: address.logicalId, construct: address.constructPath, path, behavior, message: message + whenText(when), why, fix, witness,
    ...(also.length === 0 ? {} : { also: also.map((other) => ({ path: other.place.path, message: other.message + whenText(other.when) })) }),
  };
}

export function mistakeAsText({ mistake, witness }: Shown): string {
  const { rule, severity, message, why, fix, when, behavior, also, place: { address, path } } = mistake;
  return [
    `${severity.toUpperCase()} ${rule}`,
    `  at       ${address.constructPath ?? address.logicalId} ${path}${behavior === undefined ? '' : `, ${behavior}`}${address.file === undefined ? '' : ` (${address.file})`}`,
    `  what     ${message}${whenText(when)}`,
    ...also.map((other) => `  also     ${other.place.path}: ${other.message}${whenText(other.when)}`),
    `  impact   ${why}`,
    `  fix      ${fix}`,
    ...(witness === undefined ? [] : [`  example  ${witness}`]),
  ].join('\n');
}

/** Each reason in a line; nothing where everything was judged. */
export function notJudgedAsText(notJudged: readonly NotJudged[]): readonly string[] {
  return notJudged.length === 0 ? [] : [['NOT JUDGED', ...notJudged.map((each) => `  ${notJudgedText(each)}`)].join('\n')];
}
