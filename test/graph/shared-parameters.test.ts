import { premisesText } from '../../lib/graph/types/premise-text';
import { readTemplates } from '../../lib/graph/readers/templates';
import { distribution, resource } from './reading';

const asking = (declared: Record<string, unknown>, resources: Record<string, unknown>) => ({ Parameters: { Name: declared }, Resources: resources });
const FILES = { Files: resource('AWS::S3::Bucket', { BucketName: { Ref: 'Name' } }) };
const CDN = { Cdn: distribution({
  Origins: [{ Id: 'files', DomainName: { 'Fn::Sub': '${Name}.s3.eu-west-1.amazonaws.com' }, S3OriginConfig: {} }], DefaultCacheBehavior: { TargetOriginId: 'files' },
}) };

/** Whether the origin's bucket is found, by what is supposed. */
function found(bucketSide: Record<string, unknown>, edgeSide: Record<string, unknown>): Record<string, boolean> {
  const { worlds } = readTemplates([{ name: 'storage', template: asking(bucketSide, FILES) }, { name: 'edge', template: asking(edgeSide, CDN) }]);
  return Object.fromEntries(worlds.map(({ distributions, premises }) => {
    const origins = distributions[0]?.origins;
    const target = origins?.known ? origins.value[0]?.target : undefined;
    return [premisesText(premises), target?.kind === 's3' && target.bucket.known];
  }));
}

describe('two stacks that ask for one parameter are usually given one value', () => {
  test('so a bucket named by it is taken for the origin in one world, and not in the other', () => {
    expect(found({ Type: 'String' }, { Type: 'String' })).toEqual({ '⟨edge.Name⟩ is ⟨storage.Name⟩': true, '⟨edge.Name⟩ is not ⟨storage.Name⟩': false });
  });

  test('a default is a value of its own', () => {
    expect(found({ Type: 'String', Default: 'files' }, { Type: 'String' })).toEqual({ '': false });
    expect(found({ Type: 'String' }, { Type: 'String', Default: 'other' })).toEqual({ '': false });
    expect(found({ Type: 'String', Default: 'files' }, { Type: 'String', Default: 'files' })).toEqual({ '': true });
  });
});
