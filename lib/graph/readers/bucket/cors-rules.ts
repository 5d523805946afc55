import type { BucketCorsRule } from '../../../contract/bucket-cors-rule';
import { at, entriesAt, isPresent, itemsOf, literalsAt, numberAt, textAt, type TemplatePlace } from '../../intrinsics/template-place';
import { allKnown, chainKnown, mapKnown, type Known } from '../../types/known';

/** What one kind of resource calls the members of a rule for which two names are in use. */
interface Spelling {
  readonly id: string;
  readonly exposeHeaders: string;
  readonly maxAgeSeconds: string;
}

/** @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-s3-bucket-corsrule.html */
export const OF_CLOUDFORMATION: Spelling = { id: 'Id', exposeHeaders: 'ExposedHeaders', maxAgeSeconds: 'MaxAge' };

/** @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_CORSRule.html */
export const OF_S3: Spelling = { id: 'ID', exposeHeaders: 'ExposeHeaders', maxAgeSeconds: 'MaxAgeSeconds' };

/** A list of CORS rules; an absent list is empty. */
export function readCorsRules(list: TemplatePlace, spelling: Spelling): Known<readonly BucketCorsRule[]> {
  return chainKnown(itemsOf(list), (rules) => allKnown(rules.map((rule) => readCorsRule(rule, spelling))));
}

function readCorsRule(place: TemplatePlace, { id, exposeHeaders, maxAgeSeconds }: Spelling): Known<BucketCorsRule> {
  const parts: readonly Known<Partial<BucketCorsRule>>[] = [
    optional('id', at(place, id), textAt),
    mapKnown(entriesAt(at(place, 'AllowedOrigins')), (allowedOrigins) => ({ allowedOrigins })),
    mapKnown(literalsAt(at(place, 'AllowedMethods')), (allowedMethods) => ({ allowedMethods })),
    optional('allowedHeaders', at(place, 'AllowedHeaders'), literalsAt),
    optional('exposeHeaders', at(place, exposeHeaders), literalsAt),
    optional('maxAgeSeconds', at(place, maxAgeSeconds), numberAt),
  ];
  return mapKnown(allKnown(parts), (all) => ({
    allowedOrigins: [],
    allowedMethods: [],
    ...(Object.assign({}, ...all) as Partial<BucketCorsRule>),
  }));
}

/** A member as `name`, when the rule has it. */
function optional<T>(name: string, member: TemplatePlace, read: (member: TemplatePlace) => Known<T>): Known<Partial<BucketCorsRule>> {
  return mapKnown(read(member), (value) => (isPresent(member) ? { [name]: value } : {}));
}
