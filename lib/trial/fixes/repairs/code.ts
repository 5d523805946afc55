/** Repairs of code that runs at CloudFront: one line at the beginning of the handler. The proof runs it. */
import { valueOr } from '../../../graph/types/known';
import type { Address } from '../../../graph/types';
import { isSameResource } from '../../../graph/types/same-resource';
import { raw, set } from './context';
import type { Repair, RepairContext } from './context';

/** The beginning of a handler: `function handler(event) {`, `const handler = async (event) => {`. */
// https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/writing-function-code.html
const HANDLER = /(?:function\s+handler\s*\(\s*(\w+)\s*\)|handler\s*=\s*(?:async\s*)?(?:function\s*\w*\s*)?\(\s*(\w+)\s*\)\s*(?:=>)?)\s*\{/;

function atBeginning(lines: (event: string) => readonly string[]): Repair {
  return (context) => addressesHere(context).flatMap((address) => {
    const code = raw(context, address, 'Properties.FunctionCode');
    const found = typeof code === 'string' ? HANDLER.exec(code) : null;
    const event = found?.[1] ?? found?.[2];
    if (typeof code !== 'string' || found === null || event === undefined) {
      return [];
    }
    const cut = found.index + found[0].length;
    return [[set(address, 'Properties.FunctionCode', `${code.slice(0, cut)}${lines(event).map((line) => `\n  ${line}`).join('')}${code.slice(cut)}`)]];
  });
}

/** The function in which the finding stands, or those of the association in which it stands. */
function addressesHere({ finding: { place }, graph }: RepairContext): readonly Address[] {
  const isHere = (path: string, distribution: Address) => isSameResource(distribution, place.address) && (place.path === path || place.path.startsWith(`${path}.`));
  const all = graph.distributions.flatMap(({ address, behaviors }) => valueOr(behaviors, []).flatMap(({ edgeFunctions }) =>
    valueOr(edgeFunctions, []).flatMap(({ path, code }) => {
      const own = valueOr(code, undefined)?.address;
      return own && (isSameResource(own, place.address) || isHere(path, address)) ? [own] : [];
    })));
  return all.filter((address, index) => all.findIndex((other) => isSameResource(address, other)) === index);
}

/** Preflights pass: they carry nothing by which a function could know who asks. */
export const letPreflightsPass = atBeginning((event) => [`if (${event}.request.method === 'OPTIONS') {`, `  return ${event}.request;`, '}']);

/** What is answered by Origin says so, whether or not a request has one. */
export const sayVary = atBeginning((event) => {
  const { response, vary } = { response: `${event}.response.headers`, vary: `${event}.response.headers.vary` };
  return [`${response}.vary = { value: ${vary} ? ${vary}.value + ', Origin' : 'Origin' };`];
});
