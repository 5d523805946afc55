import { only, readOne, reasonOf, resource, valueOf } from './reading';

const bucketOf = (properties: unknown, others: Record<string, unknown> = {}, parameters: Record<string, unknown> = {}) =>
  only(readOne({ Parameters: parameters, Resources: { Bucket: resource('AWS::S3::Bucket', properties), ...others } }).buckets);

const corsOf = (rules: unknown, parameters: Record<string, unknown> = {}) => bucketOf({ CorsConfiguration: { CorsRules: rules } }, {}, parameters).cors;

describe('S3 answers a preflight from the bucket rules alone, and answers "no rules" differently from "no match"', () => {
  test('no configuration is known and undefined', () => {
    expect(bucketOf({}).cors).toEqual({ known: true, value: undefined });
  });

  test('the three fields CloudFormation spells differently arrive under their API names', () => {
    const rule = { Id: 'read', AllowedOrigins: ['https://a'], AllowedMethods: ['GET'], AllowedHeaders: ['*'], ExposedHeaders: ['ETag'], MaxAge: 0 };
    expect(corsOf([rule])).toEqual({
      known: true,
      value: [{ id: 'read', allowedOrigins: ['https://a'], allowedMethods: ['GET'], allowedHeaders: ['*'], exposeHeaders: ['ETag'], maxAgeSeconds: 0 }],
    });
  });

  test('what a rule leaves out stays out: an absent list of headers is not an empty one', () => {
    expect(corsOf([{ AllowedOrigins: ['*'], AllowedMethods: ['GET'] }])).toEqual({ known: true, value: [{ allowedOrigins: ['*'], allowedMethods: ['GET'] }] });
  });

  test('an origin decided at deployment is symbolic, and so is a whole list of them; a method decided there makes the rules unknown', () => {
    const parameters = { Origin: { Type: 'String' }, Method: { Type: 'String' }, Origins: { Type: 'CommaDelimitedList' } };
    expect(valueOf(corsOf([{ AllowedOrigins: ['https://a', { Ref: 'Origin' }], AllowedMethods: ['GET'] }], parameters))?.[0]?.allowedOrigins).toEqual([
      'https://a',
      '⟨Web.Origin⟩',
    ]);
    expect(reasonOf(corsOf([{ AllowedOrigins: ['*'], AllowedMethods: [{ Ref: 'Method' }] }], parameters))).toBe(
      'Properties.CorsConfiguration.CorsRules.0.AllowedMethods.0 contains Web.Method, which only deployment decides',
    );
    expect(valueOf(corsOf([{ AllowedOrigins: { Ref: 'Origins' }, AllowedMethods: ['GET'] }], parameters))?.[0]?.allowedOrigins).toEqual(['⟨parameter Origins of stack Web has no default⟩']);
  });

  test('a configuration that a macro writes is unknown all the way down, not absent', () => {
    const properties = { 'Fn::Transform': { Name: 'AWS::Include', Parameters: { Location: 's3://b/cors.yaml' } } };
    expect(reasonOf(bucketOf({ CorsConfiguration: properties }).cors)).toContain('Fn::Transform');
    const macro = bucketOf(properties);
    expect(reasonOf(macro.cors)).toContain('Fn::Transform');
    expect(reasonOf(macro.accessControl)).toContain('Fn::Transform');
    expect(reasonOf(valueOf(macro.publicAccessBlock).blockPublicAcls)).toContain('Fn::Transform');
  });

  test('rules that are no list are unknown', () => {
    expect(reasonOf(corsOf('GET'))).toBe('Properties.CorsConfiguration.CorsRules is not a list');
  });
});

describe('who may read the bucket past CloudFront', () => {
  const statement = { Effect: 'Allow', Principal: { Service: 'cloudfront.amazonaws.com' }, Action: 's3:GetObject', Resource: '*' };
  const policy = (bucket: unknown, document: unknown = { Statement: [statement] }) => resource('AWS::S3::BucketPolicy', { Bucket: bucket, PolicyDocument: document });

  test('the grant to CloudFront compares with bucket and distribution as plain text, however the template joins it', () => {
    const exact = { StringEquals: { 'AWS:SourceArn': { 'Fn::Sub': 'arn:${AWS::Partition}:cloudfront::${AWS::AccountId}:distribution/${D}' } } };
    const bucket = bucketOf(
      {},
      {
        D: resource('AWS::CloudFront::Distribution', { DistributionConfig: {} }),
        P: policy({ Ref: 'Bucket' }, { Statement: { ...statement, Sid: 'Read', Resource: { 'Fn::Join': ['', [{ 'Fn::GetAtt': ['Bucket', 'Arn'] }, '/*']] }, Condition: exact } }),
      },
    );
    expect(valueOf(only(bucket.policies).statements)).toEqual([
      {
        path: 'Properties.PolicyDocument.Statement',
        sid: 'Read',
        effect: { known: true, value: 'Allow' },
        principals: { known: true, value: { negated: false, aws: [], services: ['cloudfront.amazonaws.com'], canonicalUsers: [], federated: [] } },
        actions: { known: true, value: { negated: false, values: ['s3:GetObject'] } },
        resources: { known: true, value: { negated: false, values: [`${bucket.arn}/*`] } },
        conditions: { known: true, value: [{ operator: 'StringEquals', key: 'AWS:SourceArn', values: ['arn:aws:cloudfront::⟨AWS::AccountId⟩:distribution/⟨Web.D⟩'] }] },
      },
    ]);
    expect(bucket.arn).toBe('arn:aws:s3:::⟨Web.Bucket⟩');
  });

  test.each([
    ['*', { negated: false, aws: ['*'] }],
    [{ AWS: '*' }, { negated: false, aws: ['*'] }],
    [{ AWS: ['a', 'b'], CanonicalUser: { 'Fn::GetAtt': ['Oai', 'S3CanonicalUserId'] } }, { aws: ['a', 'b'], canonicalUsers: ['⟨Web.Oai.S3CanonicalUserId⟩'] }],
    [{ AWS: { 'Fn::Sub': 'arn:aws:iam::cloudfront:user/CloudFront Origin Access Identity ${Oai}' } }, { aws: ['arn:aws:iam::cloudfront:user/CloudFront Origin Access Identity ⟨Web.Oai⟩'] }],
    [{ Federated: 'f' }, { federated: ['f'] }],
  ])('principal %j', (principal, expected) => {
    const { strayBucketPolicies, originAccessIdentities } = readOne({
      Resources: { P: policy('elsewhere', { Statement: [{ ...statement, Principal: principal }] }), Oai: resource('AWS::CloudFront::CloudFrontOriginAccessIdentity', {}) },
    });
    const read = valueOf(only(valueOf(only(strayBucketPolicies).statements)).principals);
    expect(read).toMatchObject(expected);
    const identity = only(originAccessIdentities);
    expect([identity.canonicalUserId, identity.iamArn, '*', 'a', 'f']).toContain([...read.canonicalUsers, ...read.aws, ...read.federated][0]);
  });

  test('the negated elements are not taken for what they negate', () => {
    const negated = { Effect: 'Deny', NotPrincipal: '*', NotAction: ['s3:GetObject'], NotResource: 'x' };
    const read = only(valueOf(only(bucketOf({}, { P: policy({ Ref: 'Bucket' }, { Statement: [negated] }) }).policies).statements));
    expect([valueOf(read.effect), valueOf(read.principals).negated, valueOf(read.actions), valueOf(read.resources)]).toEqual([
      'Deny',
      true,
      { negated: true, values: ['s3:GetObject'] },
      { negated: true, values: ['x'] },
    ]);
  });

  test('several policies on one bucket are all kept; one names the bucket by text', () => {
    const bucket = bucketOf({ BucketName: 'assets' }, { P: policy({ Ref: 'Bucket' }), Q: policy('assets'), R: policy('other') });
    expect(bucket.policies.map((each) => each.address.logicalId)).toEqual(['P', 'Q']);
  });

  test('without the properties a new bucket is closed; what a block leaves out is open', () => {
    expect(bucketOf({})).toMatchObject({
      publicAccessBlock: { value: { blockPublicAcls: { value: true }, ignorePublicAcls: { value: true }, blockPublicPolicy: { value: true }, restrictPublicBuckets: { value: true } } },
      objectOwnership: { value: 'BucketOwnerEnforced' },
      accessControl: { value: 'Private' },
      website: { value: false },
    });
    expect(
      bucketOf({
        PublicAccessBlockConfiguration: { BlockPublicAcls: 'true' },
        OwnershipControls: { Rules: [{ ObjectOwnership: 'ObjectWriter' }] },
        AccessControl: 'PublicRead',
        WebsiteConfiguration: { IndexDocument: 'index.html' },
      }),
    ).toMatchObject({
      publicAccessBlock: { value: { blockPublicAcls: { value: true }, blockPublicPolicy: { value: false } } },
      objectOwnership: { value: 'ObjectWriter' },
      accessControl: { value: 'PublicRead' },
      website: { value: true },
    });
  });
});

describe('an object under a KMS key is unreadable unless the key policy names CloudFront too', () => {
  const encrypted = (key: unknown, algorithm = 'aws:kms') => ({
    BucketEncryption: { ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: algorithm, KMSMasterKeyID: key } }] },
  });
  const key = resource('AWS::KMS::Key', { KeyPolicy: { Statement: [{ Effect: 'Allow', Principal: '*', Action: 'kms:Decrypt', Resource: '*' }] } });
  const alias = resource('AWS::KMS::Alias', { AliasName: 'alias/assets', TargetKeyId: { 'Fn::GetAtt': ['Key', 'Arn'] } });

  test.each([
    [{ Ref: 'Key' }],
    [{ 'Fn::GetAtt': ['Key', 'Arn'] }],
    [{ 'Fn::Sub': 'arn:aws:kms:eu-central-1:111111111111:key/${Key}' }],
    [{ Ref: 'Alias' }],
    ['alias/assets'],
    ['arn:aws:kms:eu-central-1:111111111111:alias/assets'],
  ])('a bucket names its key as %j', (id) => {
    const { kmsKey } = valueOf(bucketOf(encrypted(id), { Key: key, Alias: alias }).encryption);
    const found = valueOf(kmsKey);
    expect(found?.address.logicalId).toBe('Key');
    expect(found?.aliases).toEqual(['alias/assets']);
    expect(valueOf(found?.statements ?? { known: false, reason: 'no key' })).toHaveLength(1);
  });

  test('the key AWS manages is none of the customer, an imported key is unknown', () => {
    expect(valueOf(bucketOf({}).encryption)).toEqual({ algorithm: 'AES256', kmsKey: { known: true, value: undefined } });
    for (const id of [undefined, 'alias/aws/s3', 'arn:aws:kms:eu-central-1:111111111111:alias/aws/s3']) {
      expect(valueOf(bucketOf(encrypted(id)).encryption).kmsKey).toEqual({ known: true, value: undefined });
    }
    expect(valueOf(bucketOf(encrypted('1234', 'AES256')).encryption).kmsKey).toEqual({ known: true, value: undefined });
    expect(reasonOf(valueOf(bucketOf(encrypted('1234')).encryption).kmsKey)).toBe('the KMS key 1234 is not a resource of these templates');
  });
});
