import { spawnSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { jsii, peerDependencies } from '../../package.json';

const ROOT = join(__dirname, '../..');

/** A public API as jsii describes it; only what this gate looks at. */
export interface Api {
  readonly name: string;
  readonly version: string;
}

/** One thing that worked with the released API and does not with the built one. */
export interface Break {
  /** `CorsRequest.path` */
  readonly element: string;
  readonly text: string;
}

/** What jsii-diff calls a break, experimental or not, between a released API and the built one. */
export function breaksSince(released: Api): readonly Break[] {
  // Inside the repository, because jsii-diff looks for the dependencies above the folder.
  const folder = join(ROOT, '.cache/released-api');
  mkdirSync(folder, { recursive: true });
  try {
    writeFileSync(join(folder, '.jsii'), JSON.stringify(released));
    writeFileSync(join(folder, 'package.json'), JSON.stringify({ name: 'released-api', version: released.version, jsii, peerDependencies }));
    return breaksIn(jsiiDiff(folder), released.name);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function jsiiDiff(released: string): string {
  const args = [join(ROOT, 'node_modules/jsii-diff/bin/jsii-diff'), released, ROOT, '--error-on', 'all', '--keys'];
  const env = { ...process.env, JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION: '20' };
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8', env, maxBuffer: 2 ** 26 });
  const report = stdout + stderr;
  if (status === 0 || report.includes('API elements with incompatible changes')) {
    return report;
  }
  throw new Error(`jsii-diff ended with status ${status ?? '?'}:\n${report}`);
}

/** The lines that say `err  - PROP library.Type.member: has been removed [removed:library.Type.member]`. */
function breaksIn(report: string, library: string): readonly Break[] {
  const lines = report.split('\n').filter((line) => line.startsWith('err'));
  return lines.map((line) => {
    const [, element] = /\[[\w-]+:([^\]]+)\]$/.exec(line.trim()) ?? [];
    if (element === undefined) {
      throw new Error(`jsii-diff names no API element in: ${line}`);
    }
    return { element: element.replace(`${library}.`, ''), text: line.replace(/^err\s+- /, '').replace(/ \[[^\]]*\]$/, '') };
  });
}

/** The breaks that no "Breaking" section of the changelog names, among the entries that are newer than the release. */
export function unannounced(breaks: readonly Break[], changelog: string, released: string): readonly Break[] {
  const newer = changelog.split(`\n## ${released}\n`)[0].split(/\n(?=##)/);
  const sections = newer.filter((section) => section.startsWith('### Breaking\n')).join('\n');
  return breaks.filter(({ element }) => !sections.includes(`\`${element}\``));
}
