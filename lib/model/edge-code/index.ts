/**
 * What a CloudFront Function does with a request or a response: the event that CloudFront hands it, the code run in the sandbox, and what
 * CloudFront makes of the result. A run is a function of code and event. What it reads and the model does not hold (cookies, time, chance)
 * is tried with several values, so that an effect is exact, holds for all values tried, or depends on a named circumstance.
 */
export { edgeRequest, edgeResponse, REQUEST_ID, VIEWER_IP } from './event';
export type { EdgeEvent, EdgeRequest, EdgeResponse } from './event';
export { fromCloudFront } from './from-cloudfront';
export type { Openness } from './open-inputs';
export { nameOf } from './changes';
export { inspect } from './syntax';
export type { EdgeChangedRequest, EdgeFailure, EdgeGeneratedResponse, EdgeResult } from './result';
export { runFunction, words as circumstanceInWords } from './run-function';
export type { ChooseCircumstance, EdgeEffect } from './run-function';
