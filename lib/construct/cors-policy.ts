import * as cloudfront from 'aws-cdk-lib/aws-cloudfront';
import { Construct } from 'constructs';
import { checkParts } from '../checks/annotate';
import type { IConstruct } from 'constructs';
import { Problems } from '../contract/problem';
import { CorsContract } from './cors-contract';
import type { CorsContractOptions, ResponseHeaderOptions } from './cors-contract-options';
import { renderPolicy } from './private/headers/render-policy';
import { parseResponseHeaders } from './private/headers/response-headers';
import { givenContract } from './private/parse/contract-options';
import { throwProblems } from './private/parse/parsing';

/**
 * A contract together with the CloudFront response headers policy that keeps it.
 */
export interface ICorsPolicy extends IConstruct {
  /** What the policy promises. */
  readonly contract: CorsContract;

  /** The policy that states it to browsers. */
  readonly responseHeadersPolicy: cloudfront.IResponseHeadersPolicy;
}

/**
 * Properties of `CorsPolicy`.
 */
export interface CorsPolicyProps extends CorsContractOptions, ResponseHeaderOptions {}

/**
 * A response headers policy that exists already, and what it promises.
 */
export interface CorsPolicyAttributes {
  /** The policy's id. */
  readonly responseHeadersPolicyId: string;

  /**
   * What the policy promises. It is taken at its word: nothing in this app can look inside an existing policy.
   */
  readonly contract: CorsContract;
}

/**
 * One contract shared by several distributions. The policy *is* the contract, so a distribution that uses it can promise
 * neither more nor less. An account has 20 response headers policies unless AWS raises the quota.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/cloudfront-limits.html
 * @resource AWS::CloudFront::ResponseHeadersPolicy
 */
export class CorsPolicy extends Construct implements ICorsPolicy {
  /**
   * Uses a response headers policy that exists already.
   *
   * @param scope the parent of the new construct
   * @param id the construct's id
   * @param attributes the policy's id and what it promises
   */
  public static fromAttributes(scope: Construct, id: string, attributes: CorsPolicyAttributes): ICorsPolicy {
    class Import extends Construct implements ICorsPolicy {
      readonly contract = attributes.contract;
      readonly responseHeadersPolicy =
        cloudfront.ResponseHeadersPolicy.fromResponseHeadersPolicyId(this, 'Policy', attributes.responseHeadersPolicyId);
    }
    return new Import(scope, id);
  }

  public readonly contract: CorsContract;
  public readonly responseHeadersPolicy: cloudfront.IResponseHeadersPolicy;

  constructor(scope: Construct, id: string, props: CorsPolicyProps) {
    super(scope, id);
    const problems = new Problems();
    const contract = givenContract(props, problems);
    const headers = parseResponseHeaders(props, problems);
    throwProblems(problems, `CorsPolicy '${this.node.path}'`);

    this.contract = CorsContract._of(contract);
    this.responseHeadersPolicy = renderPolicy(this, contract.read, headers);
    checkParts(this, [this]);
  }
}
