import { readFileSync } from 'node:fs';
import { contractOfS3Json, s3JsonOf } from '../contract/s3-json';
import { Problems } from '../contract/problem';
import type { Contract } from '../contract/contract';
import type { CorsContractProps } from './cors-contract-terms';
import { parseContract } from './private/parse/parse-contract';
import { throwProblems } from './private/parse/parsing';

/**
 * A promise: which origins may read, with which headers, and which may upload. A value; it makes no resource.
 *
 * Other code may hand it around, and S3's own JSON can be read as one.
 */
export class CorsContract {
  /**
   * Checks a contract.
   *
   * @throws CorsConfigurationError with every wrong value
   */
  public static of(props: CorsContractProps): CorsContract {
    const problems = new Problems();
    const contract = parseContract(props, props.allowedOrigins, problems);
    throwProblems(problems, 'CorsContract');
    return new CorsContract(contract);
  }

  /**
   * Reads the CORS configuration that a bucket has today: the array of S3's console, or what `aws s3api get-bucket-cors` prints.
   * A rule for GET may lack HEAD; the contract promises both.
   *
   * @param json the text
   * @throws CorsConfigurationError when S3 would refuse the rules, or when they make several different promises
   * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/ManageCorsUsing.html
   */
  public static fromS3Json(json: string): CorsContract {
    return parseS3Json(json, 'json', 'CorsContract.fromS3Json');
  }

  /**
   * Reads the CORS configuration of a bucket from a file.
   *
   * @param path the file's path
   * @throws CorsConfigurationError when the file cannot be read, or as `fromS3Json`
   */
  public static fromS3JsonFile(path: string): CorsContract {
    const problems = new Problems();
    let json = '[]';
    try {
      json = readFileSync(path, 'utf8');
    } catch (error) {
      problems.add('s3-json-file', 'path', path, `an existing file (${error instanceof Error ? error.message : String(error)})`);
      throwProblems(problems, 'CorsContract.fromS3JsonFile');
    }
    return parseS3Json(json, path, 'CorsContract.fromS3JsonFile');
  }

  /** @internal */
  public static _of(contract: Contract): CorsContract {
    return new CorsContract(contract);
  }

  /** The origins whose pages may read, as browsers send them. */
  public readonly allowedOrigins: string[];

  /** The request headers that pages may set. */
  public readonly allowedHeaders: string[];

  /** The response headers that scripts may read. */
  public readonly exposedHeaders: string[];

  /** Whether pages may load with cookies. */
  public readonly allowCredentials: boolean;

  /** What was left out when the contract was read from S3's JSON; a construct that uses it says so too. */
  public readonly warnings: string[];

  private constructor(
    /** @internal */
    readonly _contract: Contract,
  ) {
    this.allowedOrigins = _contract.read.origins.map((origin) => origin.value);
    this.allowedHeaders = [..._contract.read.allowedHeaders];
    this.exposedHeaders = [..._contract.read.exposedHeaders];
    this.allowCredentials = _contract.read.credentials;
    this.warnings = [..._contract.warnings ?? []];
  }

  /** The contract as S3's JSON array, as the console shows it. */
  public toS3Json(): string {
    return s3JsonOf(this._contract);
  }
}

function parseS3Json(json: string, path: string, where: string): CorsContract {
  const problems = new Problems();
  const contract = contractOfS3Json(json, path, problems);
  throwProblems(problems, where);
  return CorsContract._of(contract as Contract);
}
