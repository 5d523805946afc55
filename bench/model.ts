// Measures how fast the model is, and with the model what four designs of the same contract cost:
//
//   npm run bench:model
//   npm run bench:model -- --write     also writes docs/model-bench.md and docs/model-bench.svg
import { writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { cpus, loadavg } from 'node:os';
import { join } from 'node:path';
import { PREFLIGHT_MAX_AGE_CAPS } from '../lib/model';
import type { BrowserEngine } from '../lib/model';
import { designs, originsOf, withFunction, withMaxAge } from './model/designs';
import { firstCall, functionTasks } from './model/functions';
import { plot } from './model/plot';
import { BASELINE, rates } from './model/rates';
import { costOf } from './model/simulation';
import type { Cost } from './model/simulation';
import { CACHE_CONTROL, REQUESTS_PER_VIEW, WORKLOAD, workload } from './model/workload';
import { number, table, typical } from './report';

const load = createRequire(__filename);

const SEED = 20_260;
const ORIGINS = [1, 2, 5, 10, 50];
const VIEWS = 6_000;
const VISITORS = 1_000;
const PROMISED = VIEWS * REQUESTS_PER_VIEW;
const OFFICE = { people: 20, views: 3_000 };
const FIRST_CALL_GOAL = 60;
const MAX_AGES = [[0, '0'], [5, '5 s'], [600, '10 min'], [7_200, '2 h'], [86_400, '24 h']] as const;
const ENGINES: readonly BrowserEngine[] = ['chromium', 'firefox', 'webkit'];
const DOCS = join(__dirname, '../docs');

interface Row {
  readonly origins: number;
  readonly costs: readonly { readonly name: string; readonly cost: Cost }[];
}

function main(): void {
  const measured = speed();
  const rows = ORIGINS.map(designCosts);
  rows.forEach(assertOneCopyPerEncoding);
  const report = [
    '# What the model measures', `Node ${process.versions.node}, aws-cdk-lib ${version('aws-cdk-lib')}, seed ${SEED}.`,
    measured, designTable(rows), '![Cached copies, hit ratio and blocked requests by number of origins](model-bench.svg)', preflightTable(),
  ].join('\n\n');
  console.log(report);
  if (process.argv.includes('--write')) {
    writeFileSync(join(DOCS, 'model-bench.md'), `<!-- Written by: npm run bench:model -- --write -->\n${report}\n`);
    writeFileSync(join(DOCS, 'model-bench.svg'), picture(rows));
  }
}

function version(name: string): string {
  // Whichever version is installed
  return (load(`${name}/package.json`) as { readonly version: string }).version;
}

function speed(): string {
  const [ours] = designs(originsOf(1));
  const first = firstCall(15);
  const rows = rates(ours.graph, 15, functionTasks(withFunction(originsOf(1)))).map(({ name, perSecond, ratio, goal }) =>
    [name, thousands(perSecond.median), perSecond.quarters.map(thousands).join('–'), typical(ratio), goal === undefined ? '' : thousands(goal)]);
  return `## Speed\n\nPer second of processor time (user) on the machine that wrote this page, without trace; median and quarters. The ratio is the time divided by that of the baseline (${BASELINE}), `
    + `round by round: it depends less on the machine than the rates do. The goals are meant for an otherwise idle processor; the load`
    + ` average was ${number(loadavg()[0])} on ${cpus().length} processors.\n\n${table(['', 'per second', 'quarters', 'ratio', 'goal'], rows)}\n\n`
    + `The first call of a function in a process, the engine started and compiled: ${milliseconds(first.median)} ms of the calling thread (${first.quarters.map(milliseconds).join('–')}); the goal is ${String(FIRST_CALL_GOAL)} ms.`
    + ' A function that has seen an event is not run again: code and event decide what comes of it. For another file it runs several times: once as it is, and with values for what browsers add.';
}

function designCosts(count: number): Row {
  const origins = originsOf(count);
  const visits = workload({ seed: SEED, origins, views: VIEWS, visitors: VISITORS });
  return { origins: count, costs: designs(origins).map(({ name, graph }) => ({ name, cost: costOf(graph, visits) })) };
}

function assertOneCopyPerEncoding({ origins, costs: [{ cost }] }: Row): void {
  if (cost.mostCopies !== cost.encodings || cost.blocked > 0) {
    throw new Error(`with ${origins} origins the construct keeps up to ${cost.mostCopies} copies of an object in ${cost.encodings} encodings and blocks ${cost.blocked} requests`);
  }
}

function designTable(rows: readonly Row[]): string {
  const lines = rows.flatMap(({ origins, costs }) => costs.map(({ name, cost }) => [
    name, String(origins), number(cost.copiesPerObject), String(cost.mostCopies), percent(cost.hitRatio), thousands(cost.originRequests), thousands(cost.blocked),
  ]));
  return `## Four designs of one contract\n\nThe construct's own template, and three that differ from it in one thing: \`Origin\` in the cache key; \`OriginOverride: false\` with`
    + ` nothing removed; \`CachingDisabled\`. Simulated: ${thousands(VIEWS)} page views by ${thousands(VISITORS)} people in ${WORKLOAD.hours} hours, ${WORKLOAD.objects} objects with`
    + ` \`Cache-Control: ${CACHE_CONTROL}\`, objects and origins drawn by Zipf's law with exponent ${WORKLOAD.exponent}. A view loads a font, an image without CORS, three plain fetches and one`
    + ` with a header of its own; ${percent(WORKLOAD.gzipOnlyShare)} of the people accept gzip only, and before ${percent(WORKLOAD.crawlerShare)} of the views a crawler asks without`
    + ` \`Origin\`. Copies are counted per object over the day; "blocked" are requests that the contract promises, of ${thousands(PROMISED)}. Requests to S3 include preflights, which no design keeps.\n\n`
    + table(['', 'origins', 'copies per object', 'most copies', 'hit ratio', 'requests to S3', 'blocked'], lines);
}

function preflightTable(): string {
  const visits = workload({ seed: SEED, origins: originsOf(1), views: OFFICE.views, visitors: OFFICE.people });
  const lines = MAX_AGES.map(([seconds, text]) => {
    const graph = withMaxAge(originsOf(1), seconds);
    return [text, ...ENGINES.map((engine) => number(costOf(graph, visits, engine).preflightsPerView))];
  });
  const caps = ENGINES.map((engine) => `${engine} ${PREFLIGHT_MAX_AGE_CAPS[engine]} s`).join(', ');
  return `## Preflights per page view\n\nBy \`Access-Control-Max-Age\`, as each engine caps it (${caps}). The same page views, but ${thousands(OFFICE.views)} of them by ${OFFICE.people} people who work with`
    + ` the application all day; one request of a view needs a preflight, and browsers keep the permission per URL.\n\n${table(['Max-Age', ...ENGINES], lines)}`;
}

function picture(rows: readonly Row[]): string {
  const lines = (value: (cost: Cost) => number): { name: string; values: number[] }[] =>
    (rows[0]?.costs ?? []).map(({ name }, index) => ({ name, values: rows.map(({ costs }) => value(costs[index].cost)) }));
  const copies = lines(({ copiesPerObject }) => copiesPerObject);
  const top = Math.ceil(Math.max(...copies.flatMap(({ values }) => values)) / 20) * 20;
  return plot('Cached copies, hit ratio and blocked requests of four designs by number of origins', ORIGINS.map(String), 'origins (not to scale)', [
    { title: 'Cached copies per object', lines: copies, top, ticks: [0, 0.25, 0.5, 0.75, 1].map((share) => share * top), tickText: String },
    { title: 'Hit ratio at the edge', lines: lines(({ hitRatio }) => hitRatio), top: 1, ticks: [0, 0.25, 0.5, 0.75, 1], tickText: percent },
    { title: 'Promised requests blocked', lines: lines(({ blocked }) => blocked / PROMISED), top: 1, ticks: [0, 0.25, 0.5, 0.75, 1], tickText: percent },
  ]);
}

function milliseconds(value: number): string {
  return value.toFixed(0);
}

function percent(share: number): string {
  return `${(share * 100).toFixed(share === 0 || share === 1 || Number.isInteger(share * 100) ? 0 : 1)} %`;
}

function thousands(value: number): string {
  return Math.round(value).toLocaleString('en');
}

main();
