import type { UploadContract } from '../../../contract/contract';
import type { Problems } from '../../../contract/problem';
import type { Contract } from '../../../contract/contract';
import { parseAppOrigin } from '../../../contract/web-origin';
import type { WebOrigin } from '../../../contract/web-origin';
import type { ContractTerms, UploadOptions } from '../../cors-contract-terms';
import { contractParser, secondsOf } from './parsing';

/** Parses a contract that is written out; what is wrong is added to `problems`. */
export function parseContract(
  terms: ContractTerms & { readonly uploads?: UploadOptions }, allowedOrigins: readonly string[], problems: Problems, at = '',
): Contract {
  const maxAgeSeconds = secondsOf(terms.maxAge, `${at}maxAge`, problems);
  const read = contractParser(problems).read({ ...terms, allowedOrigins, maxAgeSeconds }, terms.allowCredentials ?? false, at);
  return { read, uploads: terms.uploads && parseUploads(terms.uploads, read.origins, problems, at) };
}

/** Uploads come from the origins that may read, unless they name their own. */
export function parseUploads(uploads: UploadOptions, readers: readonly WebOrigin[], problems: Problems, at: string): UploadContract {
  const parser = contractParser(problems);
  const origins = uploads.allowedOrigins && parser.origins(uploads.allowedOrigins, `${at}uploads.allowedOrigins`, parseAppOrigin);
  const maxAgeSeconds = secondsOf(uploads.maxAge, `${at}uploads.maxAge`, problems);
  return parser.upload({ ...uploads, maxAgeSeconds }, origins ?? readers, uploads.multipart === true ? ['PUT', 'POST', 'DELETE'] : undefined, `${at}uploads.`);
}
