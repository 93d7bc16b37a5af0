// OpenAPI documents as a whole, and logins that are switched off in Terraform.
import { apiCredentialInTheClear, apiUndefinedScheme, apiWithoutAuthentication } from '../../../rules/oauth/api-specification.ts';
import { loginSwitchedOff } from '../../../rules/oauth/login-switched-off.ts';
import { at, bicep, cdk, cloudformation, ruleTester, terraform, typescript } from '../../support/rule-tester.ts';

const openapi = at('api/openapi.yaml');
const swagger = at('api/swagger.json');

ruleTester(apiWithoutAuthentication, {
  valid: [
    {
      because: 'everybody is to come in here',
      ...openapi`
      openapi: 3.0.1
      paths:
        /public/orders: { post: { responses: {} } }
        /health: { get: { responses: {} } }
    `,
    },
    {
      because: 'API Gateway reads a policy of the document before any operation, and keeps one within a VPC',
      ...openapi`
      openapi: 3.0.1
      x-amazon-apigateway-policy: { Version: "2012-10-17", Statement: [{ Effect: Allow, Principal: { AWS: "111122223333" }, Action: "execute-api:Invoke", Resource: "*" }] }
      paths: { /orders: { post: {}, get: { security: [{ key: [] }] } } }
      components: { securitySchemes: { key: { type: apiKey, in: header, name: x-api-key } } }
    `,
    },
    {
      because: 'the policy of the API says who may call it',
      ...terraform`
      resource "aws_api_gateway_rest_api" "orders" {
        name   = "orders"
        policy = data.aws_iam_policy_document.callers.json
        body   = jsonencode({
          openapi    = "3.0.1"
          paths      = { "/orders" = { post = { responses = {} }, get = { security = [{ key = [] }] } } }
          components = { securitySchemes = { key = { type = "apiKey", in = "header", name = "x-api-key" } } }
        })
      }
    `,
    },
    {
      because: 'so it does in a program; a network or nothing but answers of the gateway itself need no login either',
      ...typescript`
      import * as aws from '@pulumi/aws';
      const paths = { '/orders': { post: { responses: {} }, get: { security: [{ key: [] }] } } };
      const components = { securitySchemes: { key: { type: 'apiKey', in: 'header', name: 'x-api-key' } } };
      new aws.apigateway.RestApi('orders', { policy: callers, body: JSON.stringify({ openapi: '3.0.1', paths, components }) });
      new aws.apigateway.RestApi('inside', { endpointConfiguration: { types: 'PRIVATE' }, body: JSON.stringify({ openapi: '3.0.1', paths, components }) });
      new aws.apigateway.RestApi('answers', {
        body: JSON.stringify({
          openapi: '3.0.1',
          components,
          paths: { '/orders': { get: { security: [{ key: [] }] }, post: { 'x-amazon-apigateway-integration': { type: 'mock' } } } },
        }),
      });
    `,
    },
    {
      because: 'which requirements the paths come to is not known here',
      ...terraform`
      resource "aws_api_gateway_rest_api" "orders" {
        name = "orders"
        body = jsonencode({
          openapi    = "3.0.1"
          paths      = { "/orders" = { get = { security = [{ key = [] }] }, post = merge(local.guarded, { responses = {} }) } }
          components = { securitySchemes = { key = { type = "apiKey", in = "header", name = "x-api-key" } } }
        })
      }
      resource "aws_apigatewayv2_api" "shop" {
        name          = "shop"
        protocol_type = "HTTP"
        body          = jsonencode({ openapi = "3.0.1", paths = { for path, one in var.paths : path => one } })
      }
    `,
    },
    {
      because: 'SAM writes the authorizers of the API into its document',
      ...cloudformation`
      Transform: AWS::Serverless-2016-10-31
      Resources:
        Shop:
          Type: AWS::Serverless::Api
          Properties:
            StageName: live
            Auth: { DefaultAuthorizer: AWS_IAM }
            DefinitionBody:
              openapi: 3.0.1
              paths: { /orders: { post: {}, get: { security: [{ key: [] }] } } }
              components: { securitySchemes: { key: { type: apiKey, in: header, name: x-api-key } } }
    `,
    },
    {
      because: 'the gateway asks for a signature of AWS',
      ...openapi`
      openapi: 3.0.1
      paths:
        /orders: { post: { x-amazon-apigateway-auth: { type: AWS_IAM }, responses: {} } }
    `,
    },
    {
      because: 'nothing is guarded here: the other operation says that it is open',
      ...openapi`
      openapi: 3.0.1
      paths:
        /orders: { get: { responses: {} }, options: { security: [] } }
      components: { securitySchemes: { login: { type: http, scheme: bearer } } }
    `,
    },
    {
      because: 'what everybody may call beside what is guarded',
      ...openapi`
      openapi: 3.0.1
      paths:
        /orders: { get: { security: [{ login: [] }] }, options: {} }
        /login: { post: {} }
      components: { securitySchemes: { login: { type: http, scheme: bearer } } }
    `,
    },

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
      because: 'the document that an API of API Gateway is made of, in HCL and as a text',
      ...terraform`
      resource "aws_api_gateway_rest_api" "orders" {
        name = "orders"
        body = jsonencode({
          openapi = "3.0.1"
          paths = {
            "/orders/{id}" = {
              «delete» = { x-amazon-apigateway-integration = { uri = aws_lambda_function.orders.invoke_arn, type = "aws_proxy" } }
              get    = { security = [{ key = [] }] }
            }
          }
          components = { securitySchemes = { key = { type = "apiKey", in = "header", name = "x-api-key" } } }
        })
      }
      resource "aws_api_gateway_rest_api" "shop" {
        name = "shop"
        body = <<-YAML
          swagger: "2.0"
          info: { title: "shop", version: "1" }
          paths:
            /carts:
              «post»:
                x-amazon-apigateway-integration: { uri: "\${aws_lambda_function.carts.invoke_arn}", type: aws_proxy }
              get: { security: [{ key: [] }] }
          securityDefinitions: { key: { type: apiKey, in: header, name: x-api-key } }
        YAML
      }
    `,
      message: ['DELETE /orders/{id} names no requirement', 'POST /carts names no requirement'],
    },
    {
      because: 'and in templates',
      ...cloudformation`
      Transform: AWS::Serverless-2016-10-31
      Resources:
        Shop:
          Type: AWS::Serverless::Api
          Properties:
            StageName: live
            DefinitionBody:
              openapi: 3.0.1
              info: { title: !Sub '\${AWS::StackName}-shop' }
              paths:
                /carts:
                  «post»: { x-amazon-apigateway-integration: { type: aws_proxy } }
                  get: { security: [{ key: [] }] }
              components: { securitySchemes: { key: { type: apiKey, in: header, name: x-api-key } } }
    `,
      severity: 'medium',
    },
    {
      because: 'and in programs',
      ...typescript`
      import * as aws from '@pulumi/aws';
      new aws.apigateway.RestApi('orders', {
        body: JSON.stringify({
          openapi: '3.0.1',
          paths: { '/orders': { «post»: { responses: {} }, get: { security: [{ key: [] }] } } },
          components: { securitySchemes: { key: { type: 'apiKey', in: 'header', name: 'x-api-key' } } },
        }),
      });
    `,
    },
    {
      because: 'each operation names its own requirement, and one forgot to',
      ...openapi`
      openapi: 3.0.1
      paths:
        /orders: { get: { security: [{ login: [] }] }, «delete»: {} }
        /users: { «get»: {} }
      components: { securitySchemes: { login: { type: http, scheme: bearer } } }
    `,
      message: ['asked for at 1 of 3 operations', 'GET /users'],
    },
    {
      because: 'a scheme that nothing requires',
      ...openapi`
      openapi: 3.0.1
      paths:
        /orders: { get: {} }
      components: { securitySchemes: { «login»: { type: http, scheme: bearer } } }
    `,
      severity: 'low',
      message: 'No operation requires',
    },
    {
      because: 'a key without a value',
      ...openapi`
      openapi: 3.0.1
      «security»:
      paths:
        /orders: { get: {} }
      components: { securitySchemes: { login: { type: http, scheme: bearer } } }
    `,
    },
    {
      because: 'an empty table of schemes',
      ...openapi`
      swagger: "2.0"
      paths:
        /orders: { get: {} }
      «securityDefinitions»: {}
    `,
    },
    {
      because: 'the gateway of Amazon is told to ask for nothing',
      ...openapi`
      openapi: 3.0.1
      paths:
        /orders: { x-amazon-apigateway-any-method: { x-amazon-apigateway-auth: { type: «NONE» } } }
        /users: { get: { security: [{ login: [] }] } }
      components: { securitySchemes: { login: { type: http, scheme: bearer } } }
    `,
      message: 'switches the authorizer of the gateway off',
    },

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
    {
      because: 'a list that is still to be written names no scope',
      ...openapi`
      swagger: "2.0"
      security:
        - key:
            -
      paths: {}
      securityDefinitions: { key: { type: apiKey, in: header, name: X-Key } }
    `,
    },
    {
      because: 'version 3.1 lets a requirement name roles',
      ...openapi`
      openapi: 3.1.0
      security: [{ login: [admin] }]
      paths: {}
      components: { securitySchemes: { login: { type: http, scheme: bearer } } }
    `,
    },
    {
      because: 'the components are in another file',
      ...openapi`
      openapi: 3.0.1
      security: [{ login: [] }]
      paths: {}
      components: { $ref: ./components.yaml }
    `,
    },

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
      because: 'a key has no scopes',
      ...openapi`
      swagger: "2.0"
      security: [{ key: [«read»] }]
      paths: {}
      securityDefinitions: { key: { type: apiKey, in: header, name: X-Key } }
    `,
      severity: 'info',
      message: 'of type apiKey and has no scopes',
    },
    {
      because: 'no scheme at all',
      ...openapi`
      openapi: 3.0.1
      security: [{ «login»: [] }]
      paths: {}
      components: { schemas: {} }
    `,
      severity: 'info',
      message: 'Defined: none',
    },

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
      because: 'the variable has an address that is encrypted',
      ...openapi`
      openapi: 3.0.1
      servers: [{ url: "{scheme}://api.acme.dev", variables: { scheme: { default: https, enum: [http, https] } } }]
      paths: {}
      components: { securitySchemes: { login: { type: http, scheme: bearer } } }
    `,
    },

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
      because: 'a path and an operation with addresses of their own',
      ...openapi`
      openapi: 3.0.1
      paths:
        /orders:
          servers: [{ url: «http://api.acme.dev» }]
          get: { servers: [{ url: «http://old.acme.dev» }] }
      components: { securitySchemes: { login: { type: http, scheme: bearer } } }
    `,
    },
    {
      because: 'the default of a variable decides, and is changed where it stands',
      ...openapi`
      openapi: 3.0.1
      servers: [{ url: "«{scheme}://api.acme.dev»", variables: { scheme: { default: http } } }]
      paths: {}
      components: { securitySchemes: { login: { type: http, scheme: bearer } } }
    `,
      suggestions: [],
    },
    {
      ...openapi`
      swagger: "2.0"
      paths: { /orders: { get: { schemes: [«http»] } } }
      securityDefinitions: { key: { type: apiKey, in: header, name: X-Key } }
    `,
    },

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

const method = (attributes: string, verb = 'GET') => terraform`
  resource "aws_api_gateway_method" "read" {
    rest_api_id = aws_api_gateway_rest_api.orders.id
    resource_id = aws_api_gateway_resource.orders.id
    http_method = "${verb}"
    ${attributes}
  }
`;
ruleTester(loginSwitchedOff, {
  valid: [
    {
      ...bicep`
        resource backup 'Microsoft.Web/sites/config@2023-12-01' = {
          name: 'shop/backup'
          properties: { enabled: false }
        }
        resource auth 'Microsoft.Web/sites/config@2023-12-01' = {
          name: 'shop/authsettingsV2'
          properties: { platform: { enabled: true }, globalValidation: { requireAuthentication: true } }
        }
      `,
      because: 'backups have a switch of their own, and the login is on',
    },
    {
      because: 'no endpoint asks, so that the program may',
      ...at('shop/serverless.yml')`
      service: shop
      provider: { name: aws }
      functions:
        orders:
          handler: orders.handler
          events:
            - http: { path: orders, method: get }
            - http: DELETE /orders
    `,
    },
    {
      because: 'reached from a network only; another API of the service is another one',
      ...at('shop/serverless.yml')`
      service: shop
      provider: { name: aws, endpointType: PRIVATE }
      functions:
        orders:
          handler: orders.handler
          events:
            - http: { path: orders, method: get, authorizer: aws_iam }
            - http: { path: orders, method: delete }
            - httpApi: DELETE /orders
    `,
    },
    {
      because: 'meant for all, asked by browsers, asking for a key, or taken from another file',
      ...at('shop/serverless.yml')`
      service: shop
      provider: { name: aws }
      functions:
        orders:
          handler: orders.handler
          events:
            - http: { path: orders, method: get, authorizer: aws_iam }
            - http: { path: /, method: get }
            - http: { path: health, method: get }
            - http: { path: orders, method: options }
            - http: { path: reports, method: post, private: true }
            - http: \${file(./more.yml):delete}
    `,
    },
    {
      because: 'the API asks for all of them, or its document may',
      ...cloudformation`
      Transform: AWS::Serverless-2016-10-31
      Resources:
        Api:
          Type: AWS::Serverless::Api
          Properties: { StageName: live, Auth: { DefaultAuthorizer: Pool, Authorizers: { Pool: { UserPoolArn: arn } } } }
        Written:
          Type: AWS::Serverless::Api
          Properties: { StageName: live, DefinitionUri: api.yaml }
        Orders:
          Type: AWS::Serverless::Function
          Properties:
            Events:
              Read: { Type: Api, Properties: { Path: /orders, Method: get, RestApiId: !Ref Api, Auth: { Authorizer: Pool } } }
              Drop: { Type: Api, Properties: { Path: /orders, Method: delete, RestApiId: !Ref Api } }
              Look: { Type: Api, Properties: { Path: /looks, Method: get, RestApiId: !Ref Written, Auth: { Authorizer: Pool } } }
              Take: { Type: Api, Properties: { Path: /looks, Method: delete, RestApiId: !Ref Written } }
    `,
    },
    {
      because: 'who calls is known',
      ...terraform`
      resource "aws_appsync_graphql_api" "shop" {
        name                = "shop"
        authentication_type = "AWS_IAM"
        additional_authentication_provider {
          authentication_type = "OPENID_CONNECT"
        }
      }
    `,
    },
    {
      because: 'browsers ask so, a key is asked for, the gateway answers by itself, or nothing says of which method it is',
      ...at('app/stack.py')`
      from aws_cdk import aws_apigateway as apigw
      orders.add_method("OPTIONS", integration, authorization_type=apigw.AuthorizationType.NONE)
      orders.add_method("GET", integration, api_key_required=True, authorization_type=apigw.AuthorizationType.NONE)
      orders.add_method("PUT", apigw.MockIntegration(), authorization_type=apigw.AuthorizationType.NONE)
      orders.add_method("POST", integration, authorization_type=apigw.AuthorizationType.IAM)
      options = apigw.MethodOptions(authorization_type=apigw.AuthorizationType.NONE)
    `,
    },
    {
      because: 'the policy of the API says who may call',
      ...at('app/stack.py')`
      from aws_cdk import aws_apigateway as apigw, aws_iam as iam
      api = apigw.RestApi(self, "Orders", policy=iam.PolicyDocument(statements=[iam.PolicyStatement(actions=["execute-api:Invoke"], principals=[team], resources=["*"])]))
      api.root.add_method("POST", integration, authorization_type=apigw.AuthorizationType.NONE)
    `,
    },
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
    { ...method('authorization = "AWS_IAM"'), because: 'callers sign' },
    { ...method('authorization = var.authorization'), because: 'not known' },
    { ...method('authorization = "NONE"', 'OPTIONS'), because: 'browsers ask before they call, without credentials' },
    { ...method('authorization = "NONE"\n    api_key_required = true'), because: 'the key of a usage plan is asked for' },
    {
      ...terraform`
        resource "aws_apigatewayv2_route" "a" {
          api_id    = aws_apigatewayv2_api.chat.id
          route_key = "sendmessage"
        }
        resource "aws_apigatewayv2_route" "b" {
          api_id    = aws_apigatewayv2_api.chat.id
          route_key = "$disconnect"
        }
      `,
      because: 'messages over a WebSocket come behind `$connect`, and no authorizer can stand there',
    },
    {
      ...cdk`
        import * as ec2 from 'aws-cdk-lib/aws-ec2';
        import * as apigateway from 'aws-cdk-lib/aws-apigateway';
        new ec2.CfnRoute(this, 'Out', { routeTableId: 'rtb-0a1b2c3d', destinationCidrBlock: '0.0.0.0/0' });
        const api = new apigateway.RestApi(this, 'Api');
        api.root.addMethod('GET', undefined, { authorizationType: apigateway.AuthorizationType.IAM });
      `,
      because: 'a route of a network has no callers',
    },
    cloudformation`
      Transform: AWS::Serverless-2016-10-31
      Resources:
        Orders:
          Type: AWS::Serverless::Function
          Properties:
            Events:
              Read:
                Type: HttpApi
                Properties: { Path: /orders, Method: get, Auth: { Authorizer: People } }
    `,
  ],
  invalid: [
    bicep`
      param site string
      resource auth 'Microsoft.Web/sites/config@2023-12-01' = {
        name: '\${site}/authsettingsV2'
        properties: { platform: { enabled: true }, globalValidation: { requireAuthentication: «false» } }
      }
    `,
    at('infra/template.json')`
      {
        "$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#",
        "resources": [
          { "type": "Microsoft.Web/sites", "name": "shop", "resources": [
            { "type": "config", "name": "authsettings", "properties": { "enabled": «false» } }
          ] }
        ]
      }
    `,
    terraform`
      resource "azurerm_linux_web_app" "shop" {
        name = "shop"
        auth_settings_v2 {
          auth_enabled           = true
          require_authentication = «false»
        }
      }
    `,
    {
      ...cdk`
        import * as apigateway from 'aws-cdk-lib/aws-apigateway';
        const api = new apigateway.RestApi(this, 'Api');
        const orders = api.root.addResource('shop').addResource('orders');
        orders.«addMethod»('POST', new apigateway.LambdaIntegration(fn));
        api.root.addResource('login').addMethod('POST', new apigateway.LambdaIntegration(fn));
        api.root.addMethod('GET', new apigateway.LambdaIntegration(fn));
      `,
      message: 'The method "POST /shop/orders" has no authorization',
    },
    {
      ...at('shop/serverless.yml')`
      service: shop
      provider: { name: aws }
      functions:
        orders:
          handler: orders.handler
          events:
            - http: { path: orders, method: get, authorizer: { name: pool, arn: arn } }
            - http: { path: «orders», method: delete }
            - http: «PUT /orders»
    `,
      message: 'has no authorization',
    },
    cloudformation`
      Transform: AWS::Serverless-2016-10-31
      Resources:
        Orders:
          Type: AWS::Serverless::Function
          Properties:
            Events:
              Read: { Type: Api, Properties: { Path: /orders, Method: get, Auth: { Authorizer: AWS_IAM } } }
              «Drop»: { Type: Api, Properties: { Path: /orders, Method: delete } }
              Other: { Type: HttpApi, Properties: { Path: /orders, Method: delete } }
              Health: { Type: Api, Properties: { Path: /health, Method: get } }
    `,
    {
      ...terraform`
      resource "aws_appsync_graphql_api" "shop" {
        name                = "shop"
        authentication_type = "«API_KEY»"
      }
    `,
      message: 'takes whoever has its API key',
    },
    cloudformation`
      Resources:
        Shop:
          Type: AWS::AppSync::GraphQLApi
          Properties:
            Name: shop
            AuthenticationType: AMAZON_COGNITO_USER_POOLS
            AdditionalAuthenticationProviders:
              - AuthenticationType: «API_KEY»
    `,
    cdk`
      import * as appsync from 'aws-cdk-lib/aws-appsync';
      new appsync.GraphqlApi(this, 'Shop', {
        name: 'shop',
        authorizationConfig: { defaultAuthorization: { authorizationType: «appsync.AuthorizationType.API_KEY» } },
      });
    `,
    at('app/stack.py')`
      from aws_cdk import aws_apigateway as apigw, aws_appsync as appsync
      orders.add_method("POST", integration, authorization_type=apigw.«AuthorizationType.NONE»)
      appsync.GraphqlApi(self, "Shop", name="shop", authorization_config=appsync.AuthorizationConfig(
          default_authorization=appsync.AuthorizationMode(authorization_type=appsync.«AuthorizationType.API_KEY»)))
    `,
    at('src/AppStack.java')`
      import software.amazon.awscdk.services.apigateway.*;
      class AppStack {
        void make(Resource orders) {
          orders.addMethod("GET", integration, MethodOptions.builder().authorizationType(«AuthorizationType.NONE»).build());
        }
      }
    `,
    {
      ...method('authorization = "«NONE»"'),
      message: 'The method "GET"',
      suggestions: [method('authorization = "AWS_IAM"').text],
    },
    cloudformation`
      Resources:
        Read:
          Type: AWS::ApiGateway::Method
          Properties:
            HttpMethod: ANY
            RestApiId: !Ref Api
            ResourceId: !Ref Orders
            AuthorizationType: «NONE»
        Route:
          Type: AWS::ApiGatewayV2::Route
          Properties:
            ApiId: !Ref Http
            RouteKey: POST /orders
            AuthorizationType: «NONE»
        «Unsaid»:
          Type: AWS::ApiGatewayV2::Route
          Properties:
            ApiId: !Ref Http
            RouteKey: $default
    `,
    {
      ...cloudformation`
        Transform: AWS::Serverless-2016-10-31
        Resources:
          Orders:
            Type: AWS::Serverless::Function
            Properties:
              Events:
                Read:
                  Type: HttpApi
                  Properties: { Path: /orders, Method: get, Auth: { Authorizer: «NONE» } }
      `,
      message: 'The route "GET /orders"',
    },
    cdk`
      import * as apigateway from 'aws-cdk-lib/aws-apigateway';
      import { HttpApi, HttpNoneAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2';
      const api = new apigateway.RestApi(this, 'Api');
      api.root.addMethod('GET', undefined, { authorizationType: «apigateway.AuthorizationType.NONE» });
      new apigateway.CfnMethod(this, 'Read', { httpMethod: 'GET', authorizationType: '«NONE»', resourceId: 'a', restApiId: 'b' });
      const http = new HttpApi(this, 'Http');
      http.addRoutes({ path: '/orders', authorizer: «new HttpNoneAuthorizer()» });
    `,
    at('src/index.ts')`
      import * as aws from '@pulumi/aws';
      new aws.apigateway.Method('read', { restApi: api.id, resourceId: orders.id, httpMethod: 'GET', authorization: '«NONE»' });
    `,
    at('scripts/api.sh')`
      aws apigateway put-method --rest-api-id a --resource-id b --http-method GET --authorization-type «NONE»
      aws apigateway put-method --rest-api-id a --resource-id b --http-method POST --authorization-type NONE --api-key-required
      «aws apigatewayv2 create-route» --api-id c --route-key 'GET /orders'
    `,
    at('infra/__main__.py')`
      import pulumi_aws as aws
      aws.apigateway.Method("read", rest_api=api.id, resource_id=orders.id, http_method="GET", authorization="«NONE»")
    `,
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
