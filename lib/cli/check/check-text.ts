/** What check prints of a mistake, for people and for machines. */
import { whenText } from '../../checks/finding-text';
import { codeOf, hurtText, notJudgedText, patchOf } from '../../trial';
import type { Fix, Hurt, Mistake, NotJudged } from '../../trial';
import { changeAsText } from '../fix-lines';
import type { AppLanguage } from '../fix-lines';
import type { SourceLine } from './locate';

/** A mistake with what shows it. */
export interface Shown {
  readonly mistake: Mistake;
  readonly witness?: string;
  /** Where the app makes the construct. */
  readonly code?: SourceLine;
  /** How to fix it, tried; left out where only advice is known. */
  readonly fix?: Fix;
  readonly hurts: readonly Hurt[];
}

export function recordOf({ mistake, witness, code, hurts, fix: tried }: Shown): Record<string, unknown> {
  const { rule, severity, message, why, fix, when, behavior, also, place: { address, path } } = mistake;
  return {
    rule,
    severity,
    file: address.file,
    resource: address.logicalId,
    construct: address.constructPath,
    path,
    behavior,
    code,
    message: message + whenText(when),
    why,
    fix,
    witness,
    hurts,
    ...(tried?.proven
      ? {
          proven: {
            changes: tried.changes.map(({ file, logicalId, path: keys, after }) => ({
              file,
              resource: logicalId,
              path: keys.join('.'),
              value: after,
            })),
            patch: patchOf(tried.changes),
            code: tried.changes.flatMap(codeOf),
          },
        }
      : tried
        ? { unproven: tried.because }
        : {}),
    ...(also.length === 0
      ? {}
      : { also: also.map((other) => ({ path: other.place.path, message: other.message + whenText(other.when) })) }),
  };
}

export function mistakeAsText({ mistake, witness, code, hurts, fix: tried }: Shown, language: AppLanguage): string {
  const { rule, severity, message, why, fix, when, behavior, also, place: { address, path } } = mistake;
  return [
    `${severity.toUpperCase()} ${rule}`,
    `  at       ${address.constructPath ?? address.logicalId} ${path}${behavior === undefined ? '' : `, ${behavior}`}${address.file === undefined ? '' : ` (${address.file})`}`,
    ...(code === undefined ? [] : [`  made at  ${code.file}:${String(code.line)}`]),
    `  what     ${message}${whenText(when)}`,
    ...also.map((other) => `  also     ${other.place.path}: ${other.message}${whenText(other.when)}`),
    `  impact   ${why}`,
    ...hurts.map((hurt) => `  hurts    ${hurtText(hurt)}`),
    tried?.proven ? `  advice   ${fix}` : `  fix      by hand: ${fix}`,
    ...(tried === undefined ? [] : fixAsText(tried, language)),
    ...(witness === undefined ? [] : [`  example  ${witness}`]),
  ].join('\n');
}

/** The changes that were proven; or why the advice could not be. */
function fixAsText(fix: Fix, language: AppLanguage): readonly string[] {
  return fix.proven ? fix.changes.flatMap((change) => changeAsText(change, language)).map((line) => `  fix      ${line}`) : [`           (not proven as an edit: ${fix.because})`];
}

/** Each reason in a line; nothing where everything was judged. */
export function notJudgedAsText(notJudged: readonly NotJudged[]): readonly string[] {
  return notJudged.length === 0 ? [] : [['NOT JUDGED', ...notJudged.map((each) => `  ${notJudgedText(each)}`)].join('\n')];
}
