import { Token } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import type { Contract } from '../../../contract/contract';
import type { ICorsPolicy } from '../../cors-policy';
import { ContractPolicy } from './contract-policy';
import type { ResponseHeaders } from './response-headers';

/** The policies of one construct: one for equal contracts, because an account has 20. */
export class ContractPolicies {
  private readonly made = new Map<string, ICorsPolicy>();

  constructor(private readonly scope: Construct, private readonly headers: ResponseHeaders) {}

  /** The policy of the default behavior. */
  ofDefault(contract: Contract): ICorsPolicy {
    return this.of(contract, () => 'CorsPolicy');
  }

  /** The policy of a path; a new one is named after the first path that needs it. */
  ofPath(contract: Contract, pathPattern: string, index: number): ICorsPolicy {
    return this.of(contract, () => {
      const id = `CorsPolicy ${Token.isUnresolved(pathPattern) ? index : pathPattern}`;
      // `a/b` and `a--b` are the same id to the construct tree.
      return this.scope.node.tryFindChild(id) === undefined ? id : `${id} ${index}`;
    });
  }

  private of(contract: Contract, newId: () => string): ICorsPolicy {
    const key = JSON.stringify(contract.read);
    const policy = this.made.get(key) ?? new ContractPolicy(this.scope, newId(), contract, this.headers);
    this.made.set(key, policy);
    return policy;
  }
}
