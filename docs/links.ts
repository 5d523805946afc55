/** Which links of the committed pages, and of what the library prints, lead nowhere: a file that is not there, a heading that has no such anchor. */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, normalize, relative } from 'node:path';
import { remembering } from '../lib/model/remembering';

const REPOSITORY = /^https:\/\/github\.com\/cdk-cors-asset-distribution\/cdk-cors-asset-distribution(?:\/(?:blob|tree)\/main\/([^#]*))?(#.*)?$/;
const SKIPPED: ReadonlySet<string> = new Set(['node_modules', 'dist', '.git', '.cache', 'cdk.out', '.pacmak', '.venv']);

/** One line for each link that leads nowhere. */
export function brokenLinks(root: string): readonly string[] {
  const sources = existsSync(join(root, 'lib')) ? filesBelow(root, join(root, 'lib'), '.ts') : [];
  const linked = [
    ...filesBelow(root, root, '.md').map((file) => [file, linksOf] as const), ...sources.map((file) => [file, addressesOf] as const),
  ];
  return linked.flatMap(([file, linksIn]) => linksIn(readFileSync(join(root, file), 'utf8'))
    .filter((link) => !leadsSomewhere(root, file, link)).map((link) => `${file}: ${link}`));
}

function filesBelow(root: string, folder: string, ending: string): readonly string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) {
      return SKIPPED.has(entry.name) ? [] : filesBelow(root, path, ending);
    }
    return entry.name.endsWith(ending) ? [relative(root, path)] : [];
  });
}

/** The targets of inline links and images, of definitions, and of HTML; what stands in code is none. */
function linksOf(text: string): readonly string[] {
  const prose = withoutCode(text);
  const found = [/\]\(<?([^)>\s]+)>?(?:\s+"[^"]*")?\)/g, /^ {0,3}\[[^\]]+\]:\s*<?(\S+?)>?(?:\s|$)/gm, /\b(?:href|src)="([^"]+)"/g]
    .flatMap((pattern) => [...prose.matchAll(pattern)].map(([, target]) => target ?? ''));
  return [...new Set(found)];
}

/** Addresses of this repository that stand in code as a whole: what users are sent to by a message. */
function addressesOf(code: string): readonly string[] {
  const found = [...code.matchAll(/https:\/\/github\.com\/[^\s'"`)]+/g)].map(([address]) => address);
  return found.filter((address) => REPOSITORY.test(address) && !address.includes('${'));
}

function withoutCode(text: string): string {
  return text.replaceAll(/^( *)(`{3,}|~{3,})[^]*?^\1?\2 *$/gm, '').replaceAll(/(`+)(?!`)[^]*?[^`]\1(?!`)/g, (code) => code.includes('\n\n') ? code : '');
}

function leadsSomewhere(root: string, page: string, link: string): boolean {
  const own = REPOSITORY.exec(link);
  if (own === null && /^[a-z][a-z+.-]*:/i.test(link)) {
    return true;
  }
  const [path = '', anchor] = own === null ? link.split('#') : [own[1] ?? 'README.md', own[2]?.slice(1)];
  const target = path === '' ? page : own === null ? normalize(join(dirname(page), decodeURIComponent(path))) : path;
  if (!isCommittedAs(root, target)) {
    return false;
  }
  return anchor === undefined || !target.endsWith('.md') || anchorsOf(readFileSync(join(root, target), 'utf8')).has(decodeURIComponent(anchor));
}

/** With its exact name: some machines do not tell upper from lower case, the site that shows the pages does. */
function isCommittedAs(root: string, path: string): boolean {
  if (path.startsWith('..') || !existsSync(join(root, path))) {
    return false;
  }
  const parts = path.split('/').filter((part) => part !== '' && part !== '.');
  return parts.every((part, index) => {
    const folder = join(root, ...parts.slice(0, index));
    return statSync(folder).isDirectory() && readdirSync(folder).includes(part);
  });
}

/** What GitHub makes of headings, the second of equal ones numbered, and anchors that a page names itself. */
const anchorsOf = remembering((text): ReadonlySet<string> => {
  const counts = new Map<string, number>();
  const headings = [...text.replaceAll(/^( *)(`{3,}|~{3,})[^]*?^\1?\2 *$/gm, '').matchAll(/^#{1,6}\s+(.*?)\s*#*$/gm)].map(([, heading]) => {
    const slug = slugOf(heading ?? '');
    const count = counts.get(slug) ?? 0;
    counts.set(slug, count + 1);
    return count === 0 ? slug : `${slug}-${String(count)}`;
  });
  const named = [...text.matchAll(/<a\s[^>]*>/g)].flatMap(([tag]) => [...tag.matchAll(/\b(?:name|id)="([^"]+)"/g)].map(([, name]) => name ?? ''));
  return new Set([...headings, ...named]);
});

// https://docs.github.com/en/get-started/writing-on-github/getting-started-with-writing-and-formatting-on-github/basic-writing-and-formatting-syntax#section-links
function slugOf(heading: string): string {
  const shown = heading.replaceAll(/<[^>]*>/g, '').replaceAll(/!?\[([^\]]*)\]\([^)]*\)/g, '$1');
  return shown.toLowerCase().replaceAll(/[^\p{L}\p{M}\p{N}\p{Pc}\- ]/gu, '').replaceAll(' ', '-');
}
