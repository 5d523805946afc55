import type { Contract } from '../../../contract/contract';
import { Problems } from '../../../contract/problem';
import type { CorsAssetDistributionProps } from '../../cors-asset-distribution-props';
import { checkBehavior } from '../behavior/check-behavior';
import { checkRuleCount, rulesOf } from '../bucket/bucket-cors';
import { parseResponseHeaders } from '../headers/response-headers';
import type { ResponseHeaders } from '../headers/response-headers';
import { givenContract } from './contract-options';
import { throwProblems } from './parsing';
import { checkProps, checkUploadPrefix } from './property-checks';

/** What the properties promise. */
export interface ParsedProps {
  /** The contract of the default behavior. */
  readonly contract: Contract;
  /** The contracts of the paths, in their order. */
  readonly pathContracts: readonly Contract[];
  /** The headers next to CORS, the same on every path. */
  readonly headers: ResponseHeaders;
}

/** Parses the properties once; throws with everything that is wrong. */
export function parseProps(props: CorsAssetDistributionProps, where: string): ParsedProps {
  const problems = new Problems();
  const contract = givenContract(props, problems);
  const pathContracts = (props.additionalPaths ?? []).map((path, index) => givenContract(path, problems, `additionalPaths[${index}].`));
  checkProps(props, problems);
  checkBehavior(props, problems);
  props.additionalPaths?.forEach((path, index) => { checkBehavior(path, problems, `additionalPaths[${index}].`); });
  checkUploadPrefix(props.uploadKeyPrefix, [contract, ...pathContracts], problems);
  const headers = parseResponseHeaders(props, problems);
  checkRuleCount(rulesOf([contract, ...pathContracts]).length, 'additionalPaths', problems);
  throwProblems(problems, where);
  return { contract, pathContracts, headers };
}
