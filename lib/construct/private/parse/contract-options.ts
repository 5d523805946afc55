import type { Problems } from '../../../contract/problem';
import type { Contract } from '../../../contract/contract';
import type { CorsContract } from '../../cors-contract';
import type { CorsContractOptions } from '../../cors-contract-options';
import type { UploadOptions } from '../../cors-contract-terms';
import { parseContract, parseUploads } from './parse-contract';

/** The three ways in which a contract can be given. */
interface GivenContract extends CorsContractOptions {
  readonly corsPolicy?: { readonly contract: CorsContract };
  readonly uploads?: UploadOptions;
}

/** The contract that is given in exactly one of the three ways. */
export function givenContract(given: GivenContract, problems: Problems, at = ''): Contract {
  const { allowedOrigins, contract, corsPolicy } = given;
  const made = contract ?? corsPolicy?.contract;
  if (made === undefined) {
    if (allowedOrigins === undefined) {
      problems.add('contract-missing', `${at}allowedOrigins`, undefined, 'allowedOrigins: ["https://app.example.com"]');
    }
    return parseContract(given, allowedOrigins ?? ['*'], problems, at);
  }
  refuseSecondContract(given, problems, at);
  return withUploads(made, given, problems, at);
}

/** Uploads may go with a contract that says nothing of them; they never are CloudFront's business. */
function withUploads(made: CorsContract, given: GivenContract, problems: Problems, at: string): Contract {
  const { read, uploads, warnings } = made._contract;
  if (given.uploads === undefined) {
    return { read, uploads, warnings };
  }
  if (uploads !== undefined) {
    problems.add('contract-twice', `${at}uploads`, undefined, 'uploads in the contract only');
  }
  return { read, uploads: parseUploads(given.uploads, read.origins, problems, at), warnings };
}

function refuseSecondContract(given: GivenContract, problems: Problems, at: string): void {
  const first = given.contract === undefined ? 'corsPolicy' : 'contract';
  const terms = ['allowedOrigins', 'allowedHeaders', 'exposedHeaders', 'maxAge', 'allowCredentials'] as const;
  for (const term of terms.filter((name) => given[name] !== undefined)) {
    problems.add('contract-twice', `${at}${term}`, term === 'maxAge' ? undefined : given[term], `${first} alone, with ${term} in it`);
  }
  if (given.contract !== undefined && given.corsPolicy !== undefined) {
    problems.add('contract-twice', `${at}corsPolicy`, undefined, 'corsPolicy alone: it carries its contract');
  }
}
