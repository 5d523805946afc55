import { assumption } from './assumption';

/** What is not recorded about Amazon S3. */
export const S3_ASSUMPTIONS = {
  's3-preflight-method-invalid': assumption(
    'How does S3 refuse a preflight whose Access-Control-Request-Method is missing or none of the five it knows, when the bucket has CORS rules?',
    {
      'no-rule-matches': '403 AccessForbidden, as for any preflight that no rule allows',
      'bad-request': '400 BadRequest, before the rules are looked at',
    },
    ['localstack test_s3_cors.py records 403 without rules', 'versitygw tests/integration/OPTIONS.go and Eucalyptus say 400', 'scality/cloudserver corsPreflight.js'],
  ),
  's3-wildcard-among-origins': assumption(
    'What does Access-Control-Allow-Origin say when a rule lists `*` together with the request\'s origin?',
    {
      'wildcard-for-all': '`*` for everybody, without Access-Control-Allow-Credentials',
      'first-matching-entry': 'the first entry that matches decides: an origin listed before `*` is echoed with credentials',
    },
    [
      'https://docs.aws.amazon.com/AmazonS3/latest/API/RESTCommonResponseHeaders.html: "if the request origin matches \'*\' … then the \'*\' is returned … instead of the original origin"',
      'scality/cloudserver and localstack engines', 'versitygw auth/bucket_cors.go',
    ],
  ),
  's3-wildcard-matches-nothing': assumption(
    'Does the `*` in an allowed origin or header also stand for no character at all?',
    {
      'matches-nothing-too': '`https://app*.example.com` allows `https://app.example.com`',
      'needs-a-character': '`*` stands for one character or more',
    },
    ['ceph/s3-tests test_cors_origin_wildcard (startend)', 'scality/cloudserver corsPreflight.js', 'localstack cors.py uses one or more'],
  ),
  's3-max-age-zero': assumption(
    'Does S3 send Access-Control-Max-Age for a rule whose MaxAgeSeconds is 0?',
    {
      sent: '`Access-Control-Max-Age: 0`: the browser keeps no preflight',
      absent: 'no header: the browser keeps the preflight for its default of 5 seconds',
    },
    ['localstack cors.py omits it; no recording'],
  ),
  's3-cors-headers-on-errors': assumption(
    'Does S3 add the CORS headers of a matching rule to its 403 and 404 answers?',
    {
      sent: 'the headers are on errors as well, so the page can read the error',
      'not-sent': 'only successful answers carry them',
    },
    [
      'https://docs.aws.amazon.com/AmazonS3/latest/API/RESTCommonResponseHeaders.html: they depend on "CORS evaluation is successful", not on the status',
      'FineUploader/fine-uploader#1016: on a recorded 405', 'ceph/s3-tests calls 12, 13, 17', 'scality/cloudserver corsHeaders.js "CORS headers should still be sent in case of errors"',
    ],
  ),
  'rules-of-others': assumption(
    'Does a CORS rule that somebody else put into an imported bucket match before the rules of these templates?',
    {
      'match-nothing': 'only the rules of these templates match',
      'match-first': 'one does: it answers `*` without credentials where ours would match too, and allows everything where ours would not',
    },
    ['PutBucketCors: "the first CORSRule rule that matches"; what others put there is in no template'],
  ),
} as const;
