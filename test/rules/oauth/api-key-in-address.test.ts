import { apiKeyInAddress } from '../../../rules/oauth/api-key-in-address.ts';
import { ruleTester } from '../../support/rule-tester.ts';

const api = (where: string) =>
  `openapi: 3.1.0\ninfo: { title: Orders, version: 1.0.0 }\nservers: [{ url: https://api.acme.dev }]\npaths: {}\ncomponents:\n  securitySchemes:\n    other: { type: http, scheme: bearer }\n    key:\n      type: apiKey\n      in: ${where}\n      name: api_key\n`;

ruleTester(apiKeyInAddress, {
  valid: [
    {
      because: 'a question about one',
      file: 'openapi.yaml',
      text: 'openapi: 3.1.0\ninfo: { title: Orders, version: 1.0.0 }\npaths:\n  /users:\n    get:\n      parameters: [{ name: password, in: query, schema: { type: boolean } }]\n',
    },
    { file: 'openapi.yaml', text: api('header') },
    { file: 'openapi.yaml', text: api('cookie') },
    {
      file: 'openapi.yaml',
      text: 'openapi: 3.1.0\ninfo: { title: Orders, version: 1.0.0 }\npaths:\n  /orders:\n    get:\n      parameters: [{ name: page, in: query, schema: { type: integer } }]\n',
      because: 'a parameter that is no key',
    },
  ],
  invalid: [
    {
      because: 'beside another scheme, and nothing says that the address is encrypted',
      file: 'openapi.yaml',
      text: api('«query»').replace(/servers: .*\n/, ''),
      severity: 'low',
    },
    {
      file: 'openapi.yaml',
      text: 'openapi: 3.1.0\ninfo: { title: Orders, version: 1.0.0 }\npaths:\n  /orders:\n    parameters: [{ name: «access_token», in: query }]\n    get:\n      parameters: [{ name: token, in: query }, { name: api_key, in: header }]\n    post:\n      parameters: [{ name: «password», in: path }]\n',
      message: ['Any method of /orders', 'POST /orders'],
    },
    {
      file: 'openapi.yaml',
      text: api('«query»'),
      message: '`?api_key=`',
      severity: 'info',
      because: 'beside another scheme it is only offered',
      suggestions: [api('header')],
    },
    ...[
      ['[{ other: [], key: [] }]', 'info'],
      ['[{ key: [] }]', 'low'],
      ['[{ key: [] }, { other: [] }]', 'info'],
      ['[{ other: [] }]', 'info'],
    ].map(([security, severity]) => ({
      file: 'openapi.yaml',
      text: api('«query»').replace('paths: {}', `paths:\n  /orders:\n    post: { security: ${security}, responses: {} }`),
      severity: severity as 'low' | 'info',
      because: `an operation asks for ${security}: only a key that opens by itself weighs`,
    })),
    {
      file: 'api/swagger.json',
      text: '{ "swagger": "2.0", "info": { "title": "Orders", "version": "1" }, "paths": {}, "securityDefinitions": { "k": { "type": "apiKey", "name": "token", "in": "«query»" } } }\n',
      severity: 'low',
    },
  ],
});
