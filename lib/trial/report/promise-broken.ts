/** The net below all rules: what is promised without doubt and fails under all assumptions, and no error says why. */
import type { DeliveryGraph } from '../../graph/types';
import type { Finding } from '../../rules/engine/finding';
import { exampleStack } from '../../rules/engine/example-stack';
import { checkGraphs } from '../../rules/engine/check-graphs';
import { fail } from '../../rules/engine/judge';
import type { Judgement, Rule } from '../../rules/engine/rule';
import { requestInWords } from './words';
import { behaviorName, decides } from './places';
import { foundAt, triedUsesAround } from './tried-at';
import { triedUses } from '../uses/tried-uses';
import type { TriedUse } from '../uses/tried-uses';
import { SERVES, UPLOAD } from '../uses/use-kinds';

/** What these errors are about is not whether a promised request works. */
const EXPLAINS_NOTHING: readonly Finding['family'][] = ['exposure', 'masking'];

/** The uses that are certain, and fail, and no error says why, or that AWS refuses what they go through. */
export function unexplainedUses(graph: DeliveryGraph, findings: readonly Finding[]): readonly TriedUse[] {
  const isExplained = foundAt(findings.filter(({ severity, family }) => severity === 'error' && !EXPLAINS_NOTHING.includes(family)));
  return triedUses(graph).filter(({ verdict, certain, use }) => verdict === 'broken' && certain && !isExplained(use.path));
}

/** A warning is an error where the trial shows that no file arrives at all, not even for pages of the same origin. */
export function asGrave(graph: DeliveryGraph, finding: Finding): Finding {
  const isGrave = finding.severity === 'warning' && finding.family === 'unreachable'
    && triedUsesAround(graph, finding.place.address).some(({ use: { kind, path }, verdict }) => kind === SERVES.id && verdict === 'broken' && decides(finding.place, path));
  return isGrave ? { ...finding, severity: 'error' } : finding;
}

/** One error for each behavior whose promise is broken and no error of `findings` says why. */
export function brokenPromises(graph: DeliveryGraph, findings: readonly Finding[]): readonly Judgement[] {
  const silent = unexplainedUses(graph, findings);
  return [...new Map(silent.map((tried) => [tried.use.path, tried]).reverse() as [unknown, TriedUse][]).values()].reverse().map((tried) => {
    const { use: { kind, path: { distribution, behavior, bucket } } } = tried;
    const place = kind === UPLOAD.id && bucket.known ? { address: bucket.value.address, path: 'Properties.CorsConfiguration' } : { address: distribution.address, path: behavior.path };
    const subject = kind === UPLOAD.id ? 'the bucket' : behaviorName(behavior);
    const others = silent.filter(({ use }) => use.path === tried.use.path).length - 1;
    return fail(place, `${subject} breaks what is promised: ${requestInWords(tried)}${others > 0 ? `, and ${String(others)} more` : ''}`, {
      fix: `Follow the steps to the first that is not what you expect: ${tried.tried.exchange.trace.map(({ who, text }, index) => `${String(index + 1)}. ${who} ${text}`).join(' ')}`,
    });
  });
}

/** The net as a rule of its own, for whoever reads about it. */
export const PROMISE_BROKEN: Rule = {
  id: 'promise-broken',
  severity: 'error',
  family: 'unreachable',
  title: 'A promised use fails, and no other rule knows why',
  why: 'The request was followed through the browser, CloudFront and S3, and it fails whatever AWS leaves undocumented.',
  fix: 'Follow the steps to the first that is not what you expect; cdk-cors explain tells the same request in full.',
  see: ['https://github.com/cdk-cors-asset-distribution/cdk-cors-asset-distribution/blob/main/docs/rules/README.md'],
  unless: 'Pages do not use the file in this way: then take the origin, method or header out of what promises it.',
  noEdit: 'No rule knows the cause for certain. Where a warning names it, the edit of the warning ends this as well.',
  example: () => ({ wrong: exampleStack({ cors: { AccessControlAllowOrigins: '{ Items: [\'https://app.example.com:443\'] }' } }), right: exampleStack() }),
  check: (graph) => brokenPromises(graph, checkGraphs({ worlds: [graph], problems: [], complete: true }).findings),
};
