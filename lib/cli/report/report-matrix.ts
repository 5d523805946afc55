import type { Mark, Matrix, MatrixCell, MatrixDistribution, MatrixPath, MatrixRow } from '../../trial/matrix';
import { html } from './html';
import type { Html } from './html';

const MARKS: Readonly<Record<Mark, readonly [glyph: string, word: string, tone: string, headline: string]>> = {
  works: ['✓', 'works', 'good', 'Promised, and it works'],
  broken: ['✕', 'broken', 'bad', 'Promised, but blocked'],
  fragile: ['~', 'fragile', 'open', 'Promised, and it works, but not after the browser loaded the file without CORS'],
  'not-promised': ['–', 'not promised', 'calm', 'Nobody promised it, and it is blocked'],
  wider: ['!', 'open, not promised', 'open', 'Nobody promised it, and yet it works'],
  depends: ['?', 'depends', 'open', 'It depends on what AWS leaves undocumented'],
  'not-judged': ['?', 'not judged', 'open', 'It cannot be told before deployment'],
};

/** Nothing on the path calls for the use: where no header is exposed, none is read. */
const NOT_ASKED = ['·', 'not asked', 'calm'] as const;

/** Said with the cell at once; the others are folded. */
const LOUD: readonly Mark[] = ['broken', 'wider'];

/**
 * The matrix of every distribution. Its tables carry their roles, because the style takes them apart on narrow windows.
 `prefix` keeps the ids of several matrices on one page apart.
 */
export function matrixSection({ uses, distributions }: Matrix, prefix: string): Html {
  return distributions.length === 0
    ? html`<p>There is no CloudFront distribution in the templates.</p>\n`
    : html`<ul class="legend">${[...Object.values(MARKS).slice(0, 6), NOT_ASKED].map(([glyph, word, tone]) => html`<li class="mark ${tone}">${eye(glyph)} ${word}</li>`)}</ul>
${distributions.map((distribution, index) => distributionSection(distribution, uses, `${prefix}d${String(index)}`))}`;
}

function distributionSection({ name, stack, construct, paths, others }: MatrixDistribution, uses: Matrix['uses'], id: string): Html {
  return html`<section class="distribution">
<h3>${construct ?? `${stack}.${name}`}</h3>
${paths.map((path, index) => pathSection(path, uses, `${id}p${String(index)}`))}${others.length === 0 ? undefined : html`<p class="quiet">Not judged, because no bucket of S3 answers there: ${others.join(', ')}</p>\n`}</section>
`;
}

function pathSection(path: MatrixPath, uses: Matrix['uses'], id: string): Html {
  const { pattern, sample, signed, unknown, rows, more } = path;
  const notes = [
    sample === undefined ? 'Earlier patterns take all its requests.' : `Asked for: ${sample}`,
    ...(signed ? ['Viewers need a signature; requests are taken to have one.'] : []),
    ...(unknown === undefined ? [] : [`What is promised here is not known: ${unknown}.`]),
    ...(more > 0 ? [`${String(more)} more origins are left out.`] : []),
  ];
  return html`<section class="path">
<h4 id="${id}">Path <code>${pattern}</code></h4>
<p class="quiet">${notes.join(' ')}</p>
${rows.length === 0 ? undefined : html`<div class="scroll"><table class="matrix" role="table" aria-labelledby="${id}">
<thead role="rowgroup"><tr role="row">${['Page on', ...uses.map(({ title }) => title)].map((title) => html`<th role="columnheader" scope="col">${title}</th>`)}</tr></thead>
<tbody role="rowgroup">
${rows.map((row, index) => tableRow(row, uses, `${id}r${String(index)}`))}</tbody>
</table></div>
${rows.map((row, index) => rowDetails(row, uses, `${id}r${String(index)}`))}`}</section>
`;
}

function tableRow({ origin, because, cells }: MatrixRow, uses: Matrix['uses'], id: string): Html {
  return html`<tr role="row"><th role="rowheader" scope="row"><span class="origin">${origin}</span><span class="quiet">${because}</span></th>${uses.map(({ id: use, title }) => {
    const cell = cells.find((each) => each.use === use);
    const mark = cell?.mark;
    const [glyph, word, tone] = mark ? MARKS[mark] : NOT_ASKED;
    return cell
      ? html`<td role="cell"><a class="mark ${tone}" data-use="${title}" href="#${id}-${use}">${eye(glyph)} <span${mark === 'not-promised' ? html` class="unseen"` : undefined}>${word}</span></a></td>`
      : html`<td role="cell"><span class="mark ${tone}" data-use="${title}">${eye(glyph)} <span class="unseen">${word}</span></span></td>`;
  })}</tr>
`;
}

function rowDetails({ origin, cells }: MatrixRow, uses: Matrix['uses'], id: string): Html {
  const titleOf = (cell: MatrixCell): string => uses.find((use) => use.id === cell.use)?.title ?? cell.use;
  const loud = cells.filter(({ mark }) => LOUD.includes(mark));
  const others = cells.filter((cell) => !loud.includes(cell));
  return html`${loud.map((cell) => cellDetail(cell, origin, titleOf(cell), id))}${others.length === 0 ? undefined : html`<details class="exchanges"><summary>Page on <span class="origin">${origin}</span>: ${loud.length === 0 ? 'every' : 'the other'} exchange in words</summary>
${others.map((cell) => cellDetail(cell, origin, titleOf(cell), id))}</details>
`}`;
}

function cellDetail(cell: MatrixCell, origin: string, title: string, id: string): Html {
  const { use, mark, asked, why, fix, message, after, deciding, lines } = cell;
  const [glyph, , tone, headline] = MARKS[mark];
  const story = html`<ol>${lines.map(({ who, text }) => html`<li><b>${who}</b> ${text}</li>`)}</ol>`;
  return html`<section class="cell" id="${id}-${use}">
<h5>${title}: ${asked} from a page on ${origin}</h5>
<div class="verdict ${tone}"><div class="said"><p class="headline">${eye(glyph)} ${headline}</p><p class="why">${why}${after === undefined ? undefined : ` This happens after ${after}.`}</p>${
  fix === undefined || mark === 'wider' ? undefined : html`<p class="fix"><b>${mark === 'not-promised' ? 'To promise it:' : 'Fix:'}</b> ${fix}</p>`}</div>${
  message === undefined ? undefined : html`<figure class="console"><figcaption>In the browser's console</figcaption><code>${message}</code></figure>`}</div>
${deciding.length === 0 ? undefined : html`<dl class="facts">${deciding.map(({ id, question, alternatives }) =>
    html`<dt>${question} (${id})</dt>${Object.entries(alternatives).map(([name, meaning]) => html`<dd>${name}: ${meaning}</dd>`)}`)}</dl>
`}<div class="story">${LOUD.includes(mark) ? html`<details><summary>The whole story in words</summary>${story}</details>` : story}</div>
</section>
`;
}

/** For the eye only: the words next to it say the same. */
function eye(glyph: string): Html {
  return html`<span class="glyph" aria-hidden="true">${glyph}</span>`;
}
