import type * as cloudfront from 'aws-cdk-lib/aws-cloudfront';
import { Construct } from 'constructs';
import type { Contract } from '../../../contract/contract';
import { CorsContract } from '../../cors-contract';
import type { ICorsPolicy } from '../../cors-policy';
import { renderPolicy } from './render-policy';
import type { ResponseHeaders } from './response-headers';

/** The policy that a construct makes for itself, from what it has parsed already. */
export class ContractPolicy extends Construct implements ICorsPolicy {
  readonly contract: CorsContract;
  readonly responseHeadersPolicy: cloudfront.IResponseHeadersPolicy;

  constructor(scope: Construct, id: string, contract: Contract, headers: ResponseHeaders) {
    super(scope, id);
    this.contract = CorsContract._of(contract);
    this.responseHeadersPolicy = renderPolicy(this, contract.read, headers);
  }
}
