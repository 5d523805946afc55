import { problemsOf, sectionOf } from '../../release/preconditions';
import type { Candidate } from '../../release/preconditions';

const READY: Candidate = { version: '1.2.0', changelog: '# Changelog\n\n## 1.2.0\n\n- something new\n\n## 1.1.0\n\n- something old\n', uncommitted: [], tags: ['v1.1.0'] };

test('a committed version with a changelog section and without a tag can be released', () => {
  expect(problemsOf(READY)).toEqual([]);
});

test('a place for later work that is empty is not in the way', () => {
  expect(problemsOf({ ...READY, changelog: READY.changelog.replace('## 1.2.0', '## Unreleased\n\n## 1.2.0') })).toEqual([]);
});

test.each<[string, Partial<Candidate>, RegExp]>([
  ['a version that is no version', { version: 'next' }, /package\.json: the version is next; write MAJOR\.MINOR\.PATCH/],
  ['a version that the changelog does not know', { version: '1.3.0' }, /CHANGELOG\.md: the newest section is 1\.2\.0; write "## 1\.3\.0" above it/],
  ['a version below the newest of the changelog', { version: '1.1.0', tags: [] }, /the newest section is 1\.2\.0/],
  ['a changelog without sections', { changelog: '# Changelog\n' }, /the newest section is missing/],
  ['lines of later work', { changelog: '## Unreleased\n\n- something newer\n\n## 1.2.0\n\n- something new\n' }, /the section Unreleased has entries; move them into "## 1\.2\.0", or raise the version/],
  ['lines of later work alone', { changelog: '## Unreleased\n\n- something new\n' }, /the newest section is missing/],
  ['a section that says nothing', { changelog: '## 1.2.0\n\n## 1.1.0\n\n- something old\n' }, /the section 1\.2\.0 has no entry/],
  ['a tree with changes', { uncommitted: [' M lib/index.ts'] }, /not committed:  M lib\/index\.ts/],
  ['a version that was released before', { tags: ['v1.2.0'] }, /the tag v1\.2\.0 exists already; raise the version/],
])('%s stops a release, and the message says what to write', (_, change, message) => {
  expect(problemsOf({ ...READY, ...change }).join('\n')).toMatch(message);
});

test('everything that is in the way is said at once', () => {
  expect(problemsOf({ version: 'next', changelog: '', uncommitted: ['?? x'], tags: ['vnext'] })).toHaveLength(4);
});

test('the release notes are the section of the version, and no other', () => {
  expect(sectionOf(READY.changelog, '1.2.0').filter((line) => line !== '')).toEqual(['- something new']);
  expect(sectionOf(READY.changelog, '1.1.0').filter((line) => line !== '')).toEqual(['- something old']);
});
