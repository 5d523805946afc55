/** The report as one page. Nothing in it depends on when or where it was made. */
import { ruleUrl, whenText } from '../../checks/finding-text';
import { premisesText } from '../../graph/types/premise-text';
import type { DeliveryGraph, DeliveryGraphs } from '../../graph/types';
import { matrixOf } from '../../trial/matrix';
import type { Matrix, MatrixCell } from '../../trial/matrix';
import { pageFiles } from '../../preview/own-pages/files';
import { judgeGraphs, notJudgedText } from '../../trial';
import type { Mistake } from '../../trial';
import type { Severity } from '../../rules/engine/rule';
import { whenItHolds } from '../../rules/engine/when';
import { exampleOf } from '../../trial/report/example';
import { plural, severityCounts } from '../counts';
import { html, Html, prose } from './html';
import { matrixSection } from './report-matrix';

export interface ReportOptions {
  /** Origins to judge in addition to those that the templates name. */
  readonly origins?: readonly string[];
}

/** The page, and its summary in one line. */
export function reportPage(graphs: DeliveryGraphs, options: ReportOptions = {}): { readonly text: string; readonly summary: string } {
  const { mistakes, notJudged, problems, complete } = judgeGraphs(graphs);
  const variants = variantsOf(graphs.worlds, options);
  const cells = variants.flatMap(({ matrix }) => cellsOf(matrix));
  const broken = cells.filter(({ mark }) => mark === 'broken').length;
  const promised = cells.filter((cell) => cell.promised === 'yes');
  const open = promised.filter(({ mark }) => mark === 'not-judged').length;
  const summary = summaryOf(mistakes, { broken, judged: promised.length - open, open });
  const isBad = broken > 0 || mistakes.some(({ severity }) => severity === 'error');
  const page = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'">
<title>CORS report</title>
<style>
${styles()}</style>
</head>
<body>
<main>
<h1>CORS report</h1>
<p class="summary verdict ${isBad ? 'bad' : 'good'}"><span class="headline"><span class="glyph" aria-hidden="true">${isBad ? '✕' : '✓'}</span> ${summary}</span></p>
${complete ? undefined : html`<p>Conditions of the templates can turn out in more ways than were looked at.</p>\n`}${problems.length === 0 ? undefined : html`<h2>Not read</h2>
<ul>${problems.map(({ where, message, fix }) => html`<li>${where} ${message}; ${fix}</li>\n`)}</ul>
`}${findingsSection(mistakes, graphs)}${notJudged.length === 0 ? undefined : html`<section class="unknowns"><h2>Not judged</h2>
<ul>${notJudged.map((each) => html`<li>${notJudgedText(each)}</li>\n`)}</ul></section>
`}<h2>Who may read what</h2>
<p class="quiet">Every cell is a request, followed through browser, CloudFront and S3 and back. “Promised” is what the bucket's CORS rules and the response headers policies name.</p>
${variants.map(({ matrix, when }, index) => html`${when === '' ? undefined : html`<h3 class="when">When ${when}</h3>\n`}${matrixSection(matrix, variants.length > 1 ? `w${String(index)}` : '')}`)}</main>
</body>
</html>
`;
  return { text: page.text, summary };
}

/** The style sheet that the page shares with the preview, and what only a report needs. */
function styles(): Html {
  const files = pageFiles();
  return Html.styles(['look.css', 'report.css'].map((name) => files.get(name)?.body ?? '').join('\n'));
}

/** The matrices of the ways in which conditions can turn out, equal ones together. */
function variantsOf(
  worlds: readonly DeliveryGraph[],
  options: ReportOptions,
): readonly { readonly matrix: Matrix; readonly when: string }[] {
  const variants = new Map<string, { readonly matrix: Matrix; readonly worlds: DeliveryGraph[] }>();
  for (const world of worlds) {
    const matrix = matrixOf(world, options);
    const key = JSON.stringify(matrix);
    const same = variants.get(key) ?? { matrix, worlds: [] };
    same.worlds.push(world);
    variants.set(key, same);
  }
  return [...variants.values()].map(({ matrix, worlds: holding }) => ({
    matrix,
    when: whenItHolds(holding, worlds).map(premisesText).join(', or when '),
  }));
}

/** Promised uses, counted. */
interface Counted {
  readonly broken: number;
  readonly judged: number;
  readonly open: number;
}

function summaryOf(mistakes: readonly Mistake[], { broken, judged, open }: Counted): string {
  const uses = judged === 0 ? 'no promised use could be judged'
    : `${broken === 0 ? 'no promised use' : plural(broken, 'promised use')} blocked, of ${String(judged)} judged`;
  return `${severityCounts(mistakes)}; ${judged + open === 0 ? 'nothing is promised to pages on other origins' : uses}${open === 0 ? '' : `; ${String(open)} not judged`}`;
}

function cellsOf({ distributions }: Matrix): readonly MatrixCell[] {
  return distributions.flatMap(({ paths }) => paths.flatMap(({ rows }) => rows.flatMap(({ cells }) => cells)));
}

const TONES: Readonly<Record<Severity, readonly [glyph: string, tone: string]>> = { error: ['✕', 'bad'], warning: ['!', 'open'], info: ['–', 'calm'] };

function findingsSection(mistakes: readonly Mistake[], graphs: DeliveryGraphs): Html {
  return html`<h2>Findings</h2>
${mistakes.length === 0 ? html`<p>No mistake found.</p>\n` : html`<ol class="findings">
${mistakes.map((mistake) => findingItem(mistake, graphs))}</ol>
`}`;
}

function findingItem(mistake: Mistake, graphs: DeliveryGraphs): Html {
  const { rule, severity, message, why, fix, when, behavior, also, place: { address, path } } = mistake;
  const [glyph, tone] = TONES[severity];
  const witness = exampleOf(mistake, graphs);
  return html`<li class="finding ${tone}">
<h3><span class="badge"><span class="glyph" aria-hidden="true">${glyph}</span> ${severity}</span> <a href="${ruleUrl(rule)}">${rule}</a></h3>
<p class="place"><code>${address.constructPath ?? address.logicalId}</code> <code>${path}</code>${behavior === undefined ? undefined : html`, ${behavior}`}${address.file === undefined ? undefined : html` in ${address.file}`}</p>
<p>${prose(`${message.charAt(0).toUpperCase()}${message.slice(1)}${whenText(when)}.`)}</p>
${also.map((other) => html`<p>Also at <code>${other.place.path}</code>: ${prose(`${other.message}${whenText(other.when)}.`)}</p>
`)}<p>${prose(why)}</p>
<p><b>Fix:</b> ${prose(fix)}</p>
${witness === undefined ? undefined : html`<p class="quiet">Example: ${witness}</p>\n`}</li>
`;
}
