import { App, Stack, Token } from 'aws-cdk-lib';
import { CorsAssertions, EdgeCode } from 'cdk-cors-asset-distribution';
import type { Refusal } from './refusals-of-behaviors';

/** The mistakes in what somebody declares of code that no template shows. */
export const REFUSALS_OF_EDGE_CODE: readonly Refusal[] = [
  ['edge-code-path', 'rewritesPaths[0]', '{"path":"/a","to":"https://example.com/"}', '{ "path": "*/"', (): unknown => EdgeCode.rewritesPaths([{ path: '/a', to: 'https://example.com/' }])],
  ['edge-code-status', 'answersPreflights.status', '99', '204', (): unknown => EdgeCode.answersPreflights({ status: 99 })],
  ['edge-code-size', 'code', '10241', '10240 bytes or less', (): unknown => EdgeCode.code(`// ${'é'.repeat(5119)}`)],
  ['edge-code-effect', 'rewritesPaths', '{"rewritesPaths":[]}', 'transparent', (): unknown => EdgeCode.rewritesPaths([])],
  ['edge-code-deploy-time', 'setsResponseHeaders', '', 'the value itself', (): unknown => EdgeCode.setsResponseHeaders({ 'X-A': Token.asString({ Ref: 'A' }) })],
  ['edge-code-function', 'edgeCode', '""', 'the name of the function', (): unknown => CorsAssertions.fromStack(new Stack(new App(), 'Web'), { edgeCode: { '': EdgeCode.transparent() } })],
];
