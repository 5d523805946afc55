/**
 * An exact, pure model of what S3, CloudFront and the browser do with a cross-origin request, and the reader that makes
 * its graph out of CloudFormation templates. The sub-path export `cdk-cors-asset-distribution/model`.
 */
export type { BucketCorsRule } from '../contract/bucket-cors-rule';
export type * from '../graph/types';
export type { Known } from '../graph/types/known';
export type { TemplateInput } from '../graph/types/template-input';
export { readTemplates } from '../graph/readers/templates';
export * from './browser';
export { copyOfCaches, newCaches } from './caches';
export { answerViewer, EdgeCache } from './cloudfront/answer-viewer';
export type { ViewerRequest } from './cloudfront/answer-viewer';
export { Exchange, exchange, newSimulation, simulate } from './exchange';
export type { ExchangeOptions, Verdict } from './exchange';
export { decidingAssumptions, explore } from './assumptions/explore';
export type { Explored } from './assumptions/explore';
export { wireCase } from './http/message';
export type { HeaderMap, HttpRequest, Refusal, RefusalCause } from './http/message';
export { splitTarget, targetOf } from './http/target';
export type { Target } from './http/target';
export type { Allowed, BlockCode, Blocked, Blocker, Outcome, Step, Unknown } from './outcome';
export { loadForPage } from './browser/loading/page-load';
export type { Addressee, Earlier, EarlierEvent, PageRequest, PlainRequest } from './browser/loading/page-request';
export { alternativesOf, DEFAULT_ASSUMPTIONS, assuming, ASSUMPTIONS } from './assumptions';
export type { Alternative, Assumptions, AssumptionChoices, AssumptionId } from './assumptions';
export { evaluateBucketCors, validateBucketCors } from './s3/cors';
export type { BucketCorsError, BucketCorsRefusal, BucketCorsResult, BucketRequest, CorsBucket } from './s3/cors';
export { answerClient } from './server';
export { SimulationRecorder } from './trace';
export type { TraceLine } from './trace';
export type { Content, HttpResponse, StoredObject, WireExchange } from './http/message';
export type { Caches, EdgeUse, ObjectLookup, Simulation, SimulationLog } from './simulation';
