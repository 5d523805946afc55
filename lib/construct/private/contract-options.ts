import type { Problems } from '../../contract/problem';
import type { ContractOfBucket } from '../../contract/s3-json';
import type { CorsContract } from '../cors-contract';
import type { ContractTerms, CorsContractOptions, UploadOptions } from '../cors-contract-options';
import type { ICorsPolicy } from '../cors-policy';
import { contractParser, secondsOf } from './parsing';

/** The three ways in which a contract can be given. */
interface GivenContract extends CorsContractOptions {
  readonly corsPolicy?: ICorsPolicy;
  readonly uploads?: UploadOptions;
}

/** Parses a contract that is written out; what is wrong is added to `problems`. */
export function parseContract(
  terms: ContractTerms & { readonly uploads?: UploadOptions }, allowedOrigins: readonly string[], problems: Problems, at = '',
): ContractOfBucket {
  const parser = contractParser(problems);
  const { uploads } = terms;
  return {
    read: parser.read({ ...terms, allowedOrigins, maxAgeSeconds: secondsOf(terms.maxAge) }, terms.allowCredentials ?? false, at),
    uploads: uploads && parser.upload({
      ...uploads, allowedOrigins: uploads.allowedOrigins ?? allowedOrigins, maxAgeSeconds: secondsOf(uploads.maxAge),
    }, undefined, `${at}uploads.`),
  };
}

/** The contract that is given in exactly one of the three ways. */
export function givenContract(given: GivenContract, problems: Problems, at = ''): ContractOfBucket {
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

/** Uploads may stand beside a contract that says nothing of them; they never are CloudFront's business. */
function withUploads(made: CorsContract, given: GivenContract, problems: Problems, at: string): ContractOfBucket {
  const { read, uploads } = made._contract;
  if (given.uploads === undefined) {
    return { read, uploads };
  }
  if (uploads !== undefined) {
    problems.add('contract-twice', `${at}uploads`, given.uploads, 'uploads in the contract only');
  }
  return { read, uploads: parseContract({ uploads: given.uploads }, made.allowedOrigins, problems, at).uploads };
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
