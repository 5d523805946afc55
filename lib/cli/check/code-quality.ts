import { createHash } from 'node:crypto';
import { whenText } from '../../checks/finding-text';
import { notJudgedText } from '../../trial';
import type { Mistake, NotJudged } from '../../trial';
import type { Place, Severity } from '../../rules/engine/rule';
import { repositoryPath } from './locate';
import type { Locator } from './locate';

const SEVERITIES: Readonly<Record<Severity, string>> = { error: 'critical', warning: 'minor', info: 'info' };

/** Findings as GitLab shows them in merge requests. https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format */
export function codeQualityOf(findings: readonly Mistake[], notJudged: readonly NotJudged[], locator: Locator): string {
  const issues = findings.map(({ rule, severity, message, why, fix, when, place }) => issueOf(rule, SEVERITIES[severity], `${message}${whenText(when)}. ${why} ${fix}`, place, locator));
  const open = notJudged.map((each) => issueOf('not-judged', 'info', `Not judged: ${notJudgedText(each)}`, each.place, locator));
  return JSON.stringify(withFingerprints([...issues, ...open]), undefined, 2);
}

/** GitLab shows one issue of those that share a fingerprint. */
function withFingerprints(issues: readonly Issue[]): readonly object[] {
  const times = new Map<string, number>();
  return issues.map(({ identity, ...issue }) => {
    const earlier = times.get(identity) ?? 0;
    times.set(identity, earlier + 1);
    return { ...issue, fingerprint: createHash('sha256').update(earlier === 0 ? identity : `${identity}\n${String(earlier)}`).digest('hex') };
  });
}

interface Issue {
  /** What stays the same when lines move. */
  readonly identity: string;
  readonly description: string;
  readonly check_name: string;
  readonly severity: string;
  readonly location: object;
}

function issueOf(rule: string, severity: string, description: string, place: Place, locator: Locator): Issue {
  const { address: { stack, logicalId }, path } = place;
  const { file, line = 1 } = locator.code(place.address) ?? locator.template(place) ?? { file: stack };
  return {
    identity: [rule, stack, logicalId, path].join('\n'), description, check_name: rule, severity,
    location: { path: repositoryPath(file) ?? file, lines: { begin: line } },
  };
}
