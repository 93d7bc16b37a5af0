// What kind of place a path is. Findings in tests, fixtures, examples, documentation and vendored code are one step
// milder: still there, because a real token in a test is a real token.

const classes: readonly (readonly [RegExp, string])[] = [
  [
    /(?:^|\/)(?:_?tests?|__tests__|spec|specs|e2e|cypress|testing|test(?:certs?|keys?|only|servers?|suites?|support)|fuzz|\w{1,60}_SUITE_data|(?:integration|functional|android|unit|api|end2end|reg(?:ression)?)[-_]?tests?)\//i,
    'a test folder',
  ],
  [
    /(?:^|\/)(?:testdata|test-data|fixtures?|__fixtures__|(?:vcr_)?cassettes|mocks?|__mocks__|__snapshots__|goldens?)\//i,
    'a fixture folder',
  ],
  // Behind it, the ending of a template that makes one.
  [
    /(?:^|\/)(?:[^/]+[._-](?:test|spec|cy|e2e)\.[a-z]+|test_[^/]+\.py|tests?(?:[-_][^/]+)?\.(?:c|cc|cpp|cxx)|[^/]+_SUITE\.erl|conftest\.py|[^/]+_tests?\.go|[^/]+Tests?\.(?:java|cs|kt|php|swift|scala|groovy|m|mm)|[^/]+Spec\.(?:scala|groovy|kt|java|js|ts))(?:\.(?:ejs|hbs|mustache|tmpl|tpl|j2|erb))?$/,
    'a test file',
  ],
  [/(?:^|\/)(?:examples?|samples?|demos?|sandbox|playground)\//i, 'an example folder'],
  [/(?:^|\/)(?:[\w.-]{0,80}[._-])?values[._-](?:example|sample)s?\.ya?ml$|(?:^|\/)(?:example|sample)s?[._-]values\.ya?ml$/i, 'an example'],
  [/(?:^|\/)(?:docs?|documentation|website|man[1-9]?)\//i, 'a documentation folder'],
  [/(?:^|\/)(?:vendor|third[_-]?party|3rdparty|deps|\.yarn\/releases|node_modules|(?:site|dist)-packages|\.terraform)\//i, 'vendored code'],
];

/** In words, or undefined for a path that is none of these. */
export function pathClassOf(uri: string): string | undefined {
  for (const [pattern, name] of classes) if (pattern.test(uri)) return name;
  return undefined;
}
