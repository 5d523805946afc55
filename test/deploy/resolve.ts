import { ACCOUNT, REGION } from './emulator';
import { isObject, listOf } from './json';
import type { Json } from './json';

/** What is known after a stack was deployed. */
export interface Deployed {
  readonly stackName: string;
  /** Logical id to physical id. */
  readonly ids: ReadonlyMap<string, string>;
  readonly types: ReadonlyMap<string, string>;
  /** Export name to value, of all stacks. */
  readonly exports: ReadonlyMap<string, string>;
}

const PSEUDO: Readonly<Record<string, string>> = {
  'AWS::AccountId': ACCOUNT,
  'AWS::Partition': 'aws',
  'AWS::Region': REGION,
  'AWS::URLSuffix': 'amazonaws.com',
};

/** Attributes that follow from the physical id by AWS's documented formats. */
const ATTRIBUTES: Readonly<Record<string, (id: string) => string>> = {
  'AWS::S3::Bucket.Arn': (id) => `arn:aws:s3:::${id}`,
  'AWS::S3::Bucket.RegionalDomainName': (id) => `${id}.s3.${REGION}.amazonaws.com`,
  'AWS::CloudFront::OriginAccessControl.Id': (id) => id,
  'AWS::CloudFront::Function.FunctionARN': (id) => (id.startsWith('arn:') ? id : `arn:aws:cloudfront::${ACCOUNT}:function/${id}`),
  'AWS::IAM::Role.Arn': (id) => `arn:aws:iam::${ACCOUNT}:role/${id}`,
  'AWS::KMS::Key.Arn': (id) => `arn:aws:kms:${REGION}:${ACCOUNT}:key/${id}`,
};

/** The value with every intrinsic function evaluated, by this file's own reading of CloudFormation. */
export function resolve(value: Json, deployed: Deployed): Json {
  if (Array.isArray(value)) {
    return value.map((member) => resolve(member, deployed)).filter((member) => !isNoValue(member));
  }
  if (!isObject(value)) {
    return value;
  }
  const [key = '', ...others] = Object.keys(value);
  if (others.length === 0 && (key === 'Ref' || key.startsWith('Fn::'))) {
    return intrinsic(key, value[key] ?? null, deployed);
  }
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, resolve(member, deployed)] as const).filter(([, member]) => !isNoValue(member)));
}

function intrinsic(name: string, argument: Json, deployed: Deployed): Json {
  switch (name) {
    case 'Ref': return reference(String(argument), deployed);
    case 'Fn::GetAtt': return attribute(listOf(argument).map(String), deployed);
    case 'Fn::Join': {
      const [separator, parts] = listOf(argument);
      return listOf(resolve(parts ?? [], deployed)).join(String(separator));
    }
    case 'Fn::Select': {
      const [index, list] = listOf(argument);
      return listOf(resolve(list ?? [], deployed))[Number(index)] ?? null;
    }
    case 'Fn::Split': {
      const [separator, text] = listOf(argument);
      return String(resolve(text ?? '', deployed)).split(String(separator));
    }
    case 'Fn::ImportValue': return known(deployed.exports.get(String(resolve(argument, deployed))), `export ${String(argument)}`);
    default: throw new Error(`the proof cannot evaluate ${name} yet: ${JSON.stringify(argument)}`);
  }
}

function reference(target: string, { ids, stackName }: Deployed): Json {
  if (target === 'AWS::NoValue') {
    return { Ref: target };
  }
  return target === 'AWS::StackName' ? stackName : PSEUDO[target] ?? known(ids.get(target), `resource ${target}`);
}

function attribute([target = '', ...path]: string[], { ids, types }: Deployed): string {
  const name = `${types.get(target) ?? target}.${path.join('.')}`;
  return known(ATTRIBUTES[name], `attribute ${name}`)(known(ids.get(target), `resource ${target}`));
}

function known<T>(value: T | undefined, what: string): T {
  if (value === undefined) {
    throw new Error(`the proof does not know ${what}`);
  }
  return value;
}

function isNoValue(value: Json): boolean {
  return isObject(value) && value.Ref === 'AWS::NoValue';
}
