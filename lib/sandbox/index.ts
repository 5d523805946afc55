/**
 * Where other people's JavaScript runs: QuickJS compiled to WebAssembly, with no function of the host inside, fresh memory for each
 * call, and limits on steps, memory, stack and time. It knows nothing of CloudFront's rules: code and event go in, a report comes out,
 * and the same code and event give the same report. The engine is read from a file and started when it is first needed.
 */
export type { OriginCall, SandboxReport } from './report';
export { Sandbox } from './sandbox';
export { runCodeInWorker, sharedSandbox } from './shared';
export type { SandboxCall, SandboxCode } from './sandbox';
export { parseJavaScript } from './parser';
export type { SyntaxNode } from './parser';
