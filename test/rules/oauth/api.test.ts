// OpenAPI documents as a whole, and logins that are switched off in Terraform.
import { apiCredentialInTheClear, apiUndefinedScheme, apiWithoutAuthentication } from '../../../rules/oauth/api-specification.ts';
import { loginSwitchedOff } from '../../../rules/oauth/login-switched-off.ts';
import { at, ruleTester, terraform } from '../../support/rule-tester.ts';

const openapi = at('api/openapi.yaml');
const swagger = at('api/swagger.json');

ruleTester(apiWithoutAuthentication, {
  valid: [
    {
      because: 'the login itself, and whether it is alive',
      ...openapi`
      openapi: 3.1.0
      security: [{ login: [] }]
      paths:
        /oauth/token: { post: { security: [] } }
        /health: { get: { security: [] } }
        /orders: { get: { responses: {} } }
      components: { securitySchemes: { login: { type: http, scheme: bearer } } }
    `,
    },
    {
      because: 'the schemes are in another file',
      ...openapi`
      openapi: 3.1.0
      paths:
        /orders: { get: { security: [{ login: [] }] } }
    `,
    },
    {
      because: 'no operations, only shapes',
      ...openapi`
      openapi: 3.1.0
      paths: {}
      components: { schemas: {} }
    `,
    },
  ],
  invalid: [
    {
      because: 'one of the requirements is none',
      ...openapi`
      openapi: 3.1.0
      security: [{ login: [] }, «{}»]
      paths:
        /orders: { delete: { security: [«{}»] }, get: { security: [{ login: [] }, «{}»] } }
        /health: { get: { security: [{}] } }
      components: { securitySchemes: { login: { type: http, scheme: bearer } } }
    `,
      message: ['the whole API', 'DELETE /orders', 'GET /orders'],
    },
    {
      ...openapi`
      openapi: 3.1.0
      «security»: []
      paths: {}
    `,
      severity: 'medium',
      message: 'The requirement of the whole API',
    },
    {
      ...openapi`
      openapi: 3.1.0
      security: [{ login: [] }]
      paths:
        /orders: { delete: { «security»: [] } }
      components: { securitySchemes: { login: { type: http, scheme: bearer } } }
    `,
      severity: 'medium',
      message: 'DELETE /orders',
    },
    { ...swagger`{ "«swagger»": "2.0", "paths": { "/orders": { "get": {} } } }`, severity: 'low', message: 'No security scheme' },
  ],
});

ruleTester(apiUndefinedScheme, {
  valid: [
    openapi`
      openapi: 3.1.0
      paths:
        /orders: { get: { security: [{ login: ["orders:read"] }, {}] } }
      components: { securitySchemes: { login: { type: oauth2, flows: { authorizationCode: { scopes: { "orders:read": Read } } } } } }
    `,
    {
      because: 'scopes of a bearer are for people to read',
      ...openapi`
      openapi: 3.1.0
      security: [{ login: ["anything"] }]
      paths: {}
      components: { securitySchemes: { login: { type: http, scheme: bearer } } }
    `,
    },
  ],
  invalid: [
    {
      ...swagger`{ "swagger": "2.0", "security": [{ "«petstore»": [] }], "paths": {}, "securityDefinitions": { "api_key": { "type": "apiKey", "name": "k", "in": "header" } } }`,
      severity: 'medium',
      message: 'Defined: api_key',
    },
    {
      ...openapi`
      openapi: 3.1.0
      security: [{ login: ["orders:read", «orders:all»] }]
      paths: {}
      components: { securitySchemes: { login: { type: oauth2, flows: { authorizationCode: { scopes: { "orders:read": Read } } } } } }
    `,
      severity: 'low',
      message: 'no scope "orders:all"',
    },
  ],
});

ruleTester(apiCredentialInTheClear, {
  valid: [
    {
      because: 'of the own machine',
      ...openapi`
      openapi: 3.1.0
      servers: [{ url: "http://localhost:8080" }, { url: "https://api.acme.dev" }, { url: /v1 }]
      paths: {}
      components: { securitySchemes: { key: { type: apiKey, in: header, name: k } } }
    `,
    },
    {
      because: 'nothing is carried',
      ...openapi`
      openapi: 3.1.0
      servers: [{ url: "http://api.acme.dev" }]
      paths: {}
    `,
    },
  ],
  invalid: [
    {
      ...openapi`
      openapi: 3.1.0
      servers:
        - url: «http://api.acme.dev/v1»
      paths: {}
      components: { securitySchemes: { key: { type: apiKey, in: header, name: k } } }
    `,
      severity: 'medium',
      suggestions: [
        'openapi: 3.1.0\nservers:\n  - url: https://api.acme.dev/v1\npaths: {}\ncomponents: { securitySchemes: { key: { type: apiKey, in: header, name: k } } }\n',
      ],
    },
    {
      ...swagger`{ "swagger": "2.0", "schemes": ["https", "«http»"], "paths": {}, "securityDefinitions": { "b": { "type": "basic" } } }`,
      suggestions: ['{ "swagger": "2.0", "schemes": ["https"], "paths": {}, "securityDefinitions": { "b": { "type": "basic" } } }'],
    },
  ],
});

ruleTester(loginSwitchedOff, {
  valid: [
    {
      because: 'nothing is said',
      ...terraform`
      resource "azurerm_linux_web_app" "a" {
        name = "a"
      }
    `,
    },
    terraform`
      resource "aws_apigatewayv2_route" "a" {
        api_id             = aws_apigatewayv2_api.a.id
        route_key          = "GET /orders"
        authorization_type = "JWT"
      }
    `,
  ],
  invalid: [
    {
      ...terraform`
      resource "azurerm_function_app" "a" {
        name = "a"
        auth_settings {
          enabled = «false»
        }
      }
    `,
      severity: 'low',
      suggestions: ['resource "azurerm_function_app" "a" {\n  name = "a"\n  auth_settings {\n    enabled = true\n  }\n}\n'],
    },
    terraform`
      resource "aws_apigatewayv2_route" "a" {
        api_id             = aws_apigatewayv2_api.a.id
        route_key          = "GET /orders"
        authorization_type = "«NONE»"
      }
    `,
    terraform`
      «resource "aws_apigatewayv2_route" "a"» {
        api_id    = aws_apigatewayv2_api.a.id
        route_key = "$default"
      }
    `,
  ],
});
