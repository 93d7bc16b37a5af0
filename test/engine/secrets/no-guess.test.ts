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
  ['translations in a language of signs', 'i18n/ase.json', '{ "changepassword": "M521x532S10609498x496S10621487x512 M518x531S33b00482x483" }\n'],
  ['their neighbour', 'i18n/service.json', '{ "token": "«{{token:random-40}}»" }\n'],
  ['OpenAPI', 'api.yaml', 'openapi: 3.1.0\ncomponents:\n  schemas:\n    Login:\n      properties:\n        password: { type: string, example: "{{token:password}}" }\n        token: { type: string, default: {{token:random-40}} }\n      examples:\n        - { password: "{{token:password:2}}" }\n        - { password: «{{token:github-pat}}» }\n'],
  ['Swagger', 'swagger.json', '{"swagger":"2.0","definitions":{"Login":{"properties":{"token":{"type":"string","x-example":"{{token:random-40}}"}}}}}\n'],
  ['its neighbour', 'params.json', '{"Login":{"token":{"type":"string","default":"«{{token:random-40}}»"}}}\n'],
  ['examples of any description', 'service.json', '{"examples":{"Login":[{"input":{"Password":"{{token:password}}"}}]},"shown":{"Password":"«{{token:password:2}}»"}}\n'],
  ['bundle', 'dist/app.js', `${filler};var g={password:"kR4!mPw9z",token:"tag.a-1b2"};${filler}\n`],
  ['bundle with a variable of the environment', 'dist/app.js', `${filler};var g={password:"kR4!mPw9z",apiToken:"«{{token:random-40}}»"};${filler}\n`],
  ['its neighbour', 'src/app.js', 'var g = { password: "«kR4!mPw9z»" };\n'],
];

describe('guesses', () => {
  it.each(places)('%s: %s', (_, file, marked) => {
    const { text, spans } = readMarks(fillTokens(marked));
    expect(scanSecrets(createDocument(file, text)).map((one) => one.at.span), text.slice(0, 400)).toEqual(spans);
  });
});
