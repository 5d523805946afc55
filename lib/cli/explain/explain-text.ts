/** What explain prints, for people and for machines. */
import { premisesText } from '../../graph/types/premise-text';
import { resourceName } from '../../graph/types/same-resource';
import type { Address } from '../../graph/types';
import { ASSUMPTIONS } from '../../model';
import type { PageRequest } from '../../model';
import { exchangeInWords } from '../../model/exchange-words';
import { codeOf, patchOf } from '../../trial';
import type { Change, Tried } from '../../trial';
import { appLanguage, changeAsText } from '../fix-lines';
import type { ExplainedWorld } from './explain-world';

/** `refused`: AWS does not create what was asked. */
export type ExplainVerdict = 'allowed' | 'blocked' | 'depends' | 'refused' | 'unknown';

const VERDICTS: Readonly<Record<Tried['verdict'], ExplainVerdict>> = { works: 'allowed', broken: 'blocked', depends: 'depends', 'not-judged': 'unknown' };

export function verdictOf({ tried, refused }: ExplainedWorld): ExplainVerdict {
  return refused ? 'refused' : VERDICTS[tried.verdict];
}

export function verdictOver(worlds: readonly ExplainedWorld[]): ExplainVerdict {
  const verdicts = new Set(worlds.map(verdictOf));
  const [only = 'unknown'] = verdicts;
  return verdicts.size > 1 ? 'depends' : only;
}

export function asJson(verdict: ExplainVerdict, worlds: readonly ExplainedWorld[], fix: readonly Change[] = []): string {
  return JSON.stringify(
    {
      verdict,
      proven: fix.length === 0 ? undefined : { patch: patchOf(fix), code: fix.flatMap(codeOf) },
      worlds: worlds.map((world) => {
        const {
          premises,
          advice,
          refused,
          tried: { exchange, reason, despite },
        } = world;
        const { outcome, deciding, messages, trace } = exchange;
        return {
          premises,
          verdict: verdictOf(world),
          reason,
          despite,
          outcome,
          deciding: deciding.map((id) => ({ id, ...ASSUMPTIONS[id] })),
          fix: advice,
          refused: refused && { rule: refused.rule, message: refused.message, fix: refused.fix },
          messages,
          trace,
        };
      }),
    },
    undefined,
    2,
  );
}

export function asText(
  verdict: ExplainVerdict,
  page: PageRequest,
  addressee: Address | undefined,
  worlds: readonly ExplainedWorld[],
  fix: readonly Change[] = [],
): string {
  const asked = `${page.method ?? 'GET'} ${page.path} from a page on ${page.origin}${addressee === undefined ? '' : `, asked of ${resourceName(addressee)}`}`;
  return [
    `${HEADS[verdict]}: ${asked}`,
    ...worlds.map((world) => worldAsText(world, worlds.length > 1)),
    ...(fix.length === 0
      ? []
      : [
          ['With this change it works:', ...fix.flatMap((change) => changeAsText(change, appLanguage())).map((line) => `  ${line}`)].join(
            '\n',
          ),
        ]),
  ].join('\n\n');
}

const HEADS: Readonly<Record<ExplainVerdict, string>> = { allowed: 'ALLOWED', blocked: 'BLOCKED', depends: 'DEPENDS', unknown: 'UNKNOWN', refused: 'REFUSED BY AWS' };

function worldAsText(world: ExplainedWorld, several: boolean): string {
  const { premises, tried: { exchange, reason, despite }, refused, advice } = world;
  const { outcome } = exchange;
  return [
    ...(several ? [`${verdictOf(world)}, when ${premisesText(premises)}:`] : []),
    ...(refused ? [`AWS does not create this: ${refused.message} (${refused.rule}). ${refused.fix}`] : []),
    ...(several || premises.length === 0 ? [] : [`Taken for granted: ${premisesText(premises)}.`]),
    ...exchangeInWords(exchange),
    ...(reason === undefined ? [] : [`Not judged: ${reason}`]),
    ...(despite === undefined ? [] : [`It fails whatever turns out about this: ${despite}`]),
    ...(outcome.verdict === 'blocked' && outcome.message !== undefined ? [`Console: ${outcome.message}`] : []),
    ...(advice === undefined ? [] : [`Fix: ${advice}`]),
  ].join('\n');
}
