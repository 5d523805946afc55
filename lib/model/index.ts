/**
 * An exact, pure model of what S3, CloudFront and the browser do with a cross-origin request.
 * The sub-path export `cdk-cors-asset-distribution/model`.
 */
export type { BucketCorsRule } from '../contract/bucket-cors-rule';
export * from './browser';
export { copyOfCaches } from './caches';
export { answerViewer, EdgeCache } from './cloudfront';
export type { ViewerRequest } from './cloudfront';
export { Exchange, answerClient, exchange, newCaches, newTrip, simulate } from './exchange';
export type { ExchangeOptions, Verdict } from './exchange';
export { decidingReadings, explore } from './explorer';
export type { Explored } from './explorer';
export { wireCase } from './http';
export type { HeaderMap, HttpRequest } from './http';
export type { Allowed, BlockCode, Blocked, Blocker, Outcome, Step, Unknown } from './outcome';
export { loadForPage } from './page-load';
export type { Addressee, Earlier, EarlierEvent, PageRequest, PlainRequest } from './page-request';
export { alternativesOf, DEFAULT_INTERPRETATION, interpretation, READINGS } from './readings';
export type { Alternative, Interpretation, ReadingChoices, ReadingId } from './readings';
export { evaluateBucketCors, validateBucketCors } from './s3';
export type { BucketCorsError, BucketCorsRefusal, BucketCorsResult, BucketRequest, CorsBucket } from './s3';
export { TripRecorder } from './trace';
export type { TraceLine } from './trace';
export type { Caches, Content, EdgeUse, HttpResponse, ObjectLookup, StoredObject, Trip, TripLog, WireExchange } from './trip';
