/** What must be true of a commit before it can become a release. Each answers with what is wrong and what to do. */

/** What the checks look at; read once, so that tests can state it. */
export interface Candidate {
  readonly version: string;
  readonly changelog: string;
  /** Lines of `git status --porcelain`. */
  readonly uncommitted: readonly string[];
  readonly tags: readonly string[];
}

const SEMVER = /^\d+\.\d+\.\d+(-[0-9a-z.-]+)?$/;

export function tagOf(version: string): string {
  return `v${version}`;
}

export function problemsOf(candidate: Candidate): readonly string[] {
  return [versionProblem(candidate), changelogProblem(candidate), treeProblem(candidate), tagProblem(candidate)].flat();
}

function versionProblem({ version }: Candidate): readonly string[] {
  return SEMVER.test(version) ? [] : [`package.json: the version is ${version}; write MAJOR.MINOR.PATCH`];
}

function changelogProblem({ version, changelog }: Candidate): readonly string[] {
  const [newest] = [...changelog.matchAll(/^## (\S+)/gm)].map(([, name]) => name).filter((name) => name !== LATER);
  if (newest !== version) {
    return [`CHANGELOG.md: the newest section is ${newest ?? 'missing'}; write "## ${version}" above it, with a line for each change that a user can notice`];
  }
  return [
    ...(hasEntries(changelog, LATER) ? [`CHANGELOG.md: the section ${LATER} has entries; move them into "## ${version}", or raise the version in package.json`] : []),
    ...(hasEntries(changelog, version) ? [] : [`CHANGELOG.md: the section ${version} has no entry`]),
  ];
}

/** Where work after a release adds its lines; empty when there is a release. */
const LATER = 'Unreleased';

function hasEntries(changelog: string, section: string): boolean {
  return changelog.split('\n').includes(`## ${section}`) && sectionOf(changelog, section).some((line) => line.startsWith('- '));
}

/** The lines of a version's section, without its heading. */
export function sectionOf(changelog: string, version: string): readonly string[] {
  const lines = changelog.split('\n');
  const start = lines.indexOf(`## ${version}`) + 1;
  const length = lines.slice(start).findIndex((line) => line.startsWith('## '));
  return lines.slice(start, length < 0 ? undefined : start + length);
}

function treeProblem({ uncommitted }: Candidate): readonly string[] {
  return uncommitted.length === 0 ? [] : [`git: not committed: ${uncommitted.join(', ')}; commit it, or stash it`];
}

function tagProblem({ version, tags }: Candidate): readonly string[] {
  return tags.includes(tagOf(version)) ? [`git: the tag ${tagOf(version)} exists already; raise the version in package.json`] : [];
}
