// Places where a name alone says nothing: what is guessed elsewhere is not guessed there, and what a format proves is found
// there too.
import { describe, expect, it } from 'vitest';
import { createDocument } from '../../../server/engine/document.ts';
import { fillTokens } from '../../../server/engine/secrets/generate.ts';
import { scanSecrets } from '../../../server/engine/secrets/scan.ts';
import { readMarks } from '../../support/rule-tester.ts';

type Place = readonly [what: string, file: string, text: string];

const filler = 'function a(b,c){return b.d(c)?e(b):f(c,1)}'.repeat(12);

const places: readonly Place[] = [
  ['style sheet', 'a.css', 'input[type=password]:hover{border:0}.wp-hide-pw:focus1{color:red}\n'],
  ['style sheet with a token', 'a.scss', '/* «{{token:github-pat}}» */ $token: "Qx7Rk2Lm9T!z4Vb8N";\n'],
  ['lock file', 'poetry.lock', 'token = "{{token:random-40}}"\n'],
  ['its neighbour', 'poetry.toml', 'token = "«{{token:random-40}}»"\n'],
  ['map of sources', 'dist/a.js.map', '{"version":3,"sourcesContent":["const p = { password: \\"{{token:password}}\\" }"]}\n'],
  ['translations', 'lib/localization/br/labels.inc', "<?php $labels['password'] = 'Ger-Tremen 2';\n"],
  [
    'translations in a language of signs',
    'i18n/ase.json',
    '{ "changepassword": "M521x532S10609498x496S10621487x512 M518x531S33b00482x483" }\n',
  ],
  ['their neighbour', 'i18n/service.json', '{ "token": "«{{token:random-40}}»" }\n'],
  [
    'map of sources, with the words of a provider',
    'dist/b.js.map',
    '{"version":3,"sourcesContent":["// ethereum\\n const a = { privateKey: \'{{token:ethereum-key}}\' }"]}\n',
  ],
  [
    'example in a description',
    'swagger.yaml',
    'swagger: "2.0"\npaths:\n  /auth:\n    post:\n      description: |\n        Send this:\n        { "password": "{{token:password}}" }\n',
  ],
  ['its neighbour', 'login.yaml', 'script: |\n  Send this:\n  { "password": "«{{token:password}}»" }\n'],
  [
    'files of an address',
    'seed.gql',
    'a(url: "https://firebasestorage.googleapis.com/v0/b/x.appspot.com/o/a.jpeg?alt=media&token=4142e2a1-bf43-43b5-b7cf-6616be3fd4e3")\n',
  ],
  ['their neighbour', 'seed.gql', 'a(url: "https://api.acme.io/v0/b/o/a.jpeg?alt=media&token=«4142e2a1-bf43-43b5-b7cf-6616be3fd4e3»")\n'],
  [
    'OpenAPI',
    'api.yaml',
    'openapi: 3.1.0\ncomponents:\n  schemas:\n    Login:\n      properties:\n        password: { type: string, example: "{{token:password}}" }\n        token: { type: string, default: {{token:random-40}} }\n      examples:\n        - { password: "{{token:password:2}}" }\n        - { password: «{{token:github-pat}}» }\n',
  ],
  [
    'Swagger',
    'swagger.json',
    '{"swagger":"2.0","definitions":{"Login":{"properties":{"token":{"type":"string","x-example":"{{token:random-40}}"}}}}}\n',
  ],
  ['its neighbour', 'params.json', '{"Login":{"token":{"type":"string","default":"«{{token:random-40}}»"}}}\n'],
  [
    'examples of any description',
    'service.json',
    '{"examples":{"Login":[{"input":{"Password":"{{token:password}}"}}]},"shown":{"Password":"«{{token:password:2}}»"}}\n',
  ],
  ['bundle', 'dist/app.js', `${filler};var g={password:"kR4!mPw9z",token:"tag.a-1b2"};${filler}\n`],
  [
    'bundle with a variable of the environment',
    'dist/app.js',
    `${filler};var g={password:"kR4!mPw9z",apiToken:"«{{token:random-40}}»"};${filler}\n`,
  ],
  ['its neighbour', 'src/app.js', 'var g = { password: "«kR4!mPw9z»" };\n'],
];

// What explains the program: said, and sure of nothing.
const explained: readonly Place[] = [
  [
    'POD',
    'lib/A.pm',
    "package A;\n\n=head2 connect\n\n  my $u = Mojo::URL->new('http://isabel:{{token:password}}@mojo.acme.org');\n\n=cut\n\nmy $password = '{{token:password:2}}';\n",
  ],
  ['tests beside the code', 'src/prf.rs', '#[cfg(test)]\nmod tests {\n  fn a() { let password = "{{token:password}}"; }\n}\n'],
  ['their neighbour', 'src/prf.rs', 'fn a() { let password = "{{token:password}}"; }\n'],
];

it('what only a name makes a secret is low where a program is explained or tested', () => {
  const confidences = explained.map(([, file, text]) => scanSecrets(createDocument(file, fillTokens(text))).map((one) => one.confidence));
  expect(confidences).toEqual([['low', 'high'], ['low'], ['high']]);
});

describe('guesses', () => {
  it.each(places)('%s: %s', (_, file, marked) => {
    const { text, spans } = readMarks(fillTokens(marked));
    expect(
      scanSecrets(createDocument(file, text)).map((one) => one.at.span),
      text.slice(0, 400),
    ).toEqual(spans);
  });
});
