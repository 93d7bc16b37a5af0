// Methods and routes without authorization of their own that something else guards, or may.
import { loginSwitchedOff } from '../../../rules/oauth/login-switched-off.ts';
import { at, cloudformation, ruleTester, terraform, typescript } from '../../support/rule-tester.ts';

const method = (word: string) => `
  resource "aws_api_gateway_method" "orders" {
    rest_api_id   = aws_api_gateway_rest_api.orders.id
    resource_id   = aws_api_gateway_rest_api.orders.root_resource_id
    http_method   = "GET"
    authorization = "${word}"
  }
`;
const restApi = (settings: string) => `
  resource "aws_api_gateway_rest_api" "orders" {
    name = "orders"
    ${settings}
  }
`;
const template = (settings: string, more: string, word = 'NONE') => cloudformation`
  Resources:
    Orders:
      Type: AWS::ApiGateway::RestApi
      Properties: { Name: orders${settings} }
    Get:
      Type: AWS::ApiGateway::Method
      Properties: { RestApiId: !Ref Orders, ResourceId: x, HttpMethod: GET, AuthorizationType: ${word}${more} }
`;
const sam = (api: string, auth: string, globals = '{}') => cloudformation`
  Transform: AWS::Serverless-2016-10-31
  Globals: ${globals}
  Resources:
    Api:
      Type: AWS::Serverless::Api
      Properties: { StageName: live${api} }
    Orders:
      Type: AWS::Serverless::Function
      Properties:
        Handler: index.handler
        Runtime: nodejs20.x
        Events:
          Get:
            Type: Api
            Properties: { Path: /orders, Method: get, RestApiId: !Ref Api, Auth: ${auth} }
`;
const cdk = (options: string, call: string) => at('lib/api.ts')`
  import { Stack } from 'aws-cdk-lib';
  import * as apigw from 'aws-cdk-lib/aws-apigateway';
  export class Api extends Stack {
    constructor(scope: any, id: string) {
      super(scope, id);
      const api = new apigw.RestApi(this, 'orders', ${options});
      const orders = api.root.addResource('orders').addResource('{id}');
      orders.addMethod('GET', ${call});
    }
  }
`;
const none = '{ authorizationType: apigw.AuthorizationType.NONE }';

ruleTester(loginSwitchedOff, {
  valid: [
    ...[
      cdk('{ defaultMethodOptions: { authorizer } }', 'new apigw.LambdaIntegration(read)'),
      cdk('{ policy: office }', 'new apigw.LambdaIntegration(read)'),
      cdk('{ endpointTypes: [apigw.EndpointType.PRIVATE] }', 'new apigw.LambdaIntegration(read)'),
      cdk('{}', 'new apigw.LambdaIntegration(read), { authorizer }'),
      cdk('{}', 'new apigw.LambdaIntegration(read), { apiKeyRequired: true }'),
      { ...cdk('props.api', 'new apigw.LambdaIntegration(read)'), because: 'options of the API that are not known' },
      { ...cdk('{ ...shared }', 'new apigw.LambdaIntegration(read)'), because: 'a part of them is not known' },
      { ...cdk('{}', 'new apigw.LambdaIntegration(read), props.method'), because: 'options of the method that are not known' },
      { ...cdk('{}', 'new apigw.LambdaIntegration(read), { ...shared }'), because: 'a part of them is not known' },
      { ...cdk('{}', 'new apigw.MockIntegration()'), because: 'API Gateway answers by itself' },
      {
        ...at('lib/api.ts')`
          import * as apigw from 'aws-cdk-lib/aws-apigateway';
          const api = new apigw.RestApi(stack, 'orders');
          const own = api.root.addResource('own', { defaultMethodOptions: { authorizer } });
          own.addResource('{id}').addMethod('GET', new apigw.LambdaIntegration(read));
          const kept = api.root.addMethod('GET', new apigw.LambdaIntegration(read));
          (kept.node.defaultChild as apigw.CfnMethod).addPropertyOverride('ApiKeyRequired', true);
          function wire(resource: apigw.Resource) {
            resource.addMethod('GET', new apigw.LambdaIntegration(read));
          }
        `,
        because: 'a resource on the way names an authorizer, a method is kept and may be given one, and an API is not known',
      },
      {
        ...at('lib/api.ts')`
          import * as apigw from 'aws-cdk-lib/aws-apigateway';
          const api = new apigw.RestApi(stack, 'orders');
          api.root.addProxy({ anyMethod: false, defaultMethodOptions: { authorizer } }).addMethod('GET', new apigw.LambdaIntegration(read));
          api.root.getResource('own')!.addMethod('GET', new apigw.LambdaIntegration(read));
          const asked: apigw.MethodOptions = {};
          asked.authorizer = authorizer;
          api.root.addMethod('GET', new apigw.LambdaIntegration(read), asked);
          const settings: apigw.RestApiProps = {};
          if (closed) settings.defaultMethodOptions = { authorizer };
          const closedOne = new apigw.RestApi(stack, 'closed', settings);
          closedOne.root.addMethod('GET', new apigw.LambdaIntegration(read));
          const office = new apigw.RestApi(stack, 'office');
          office.addToResourcePolicy(fromOffice);
          office.root.addMethod('GET', new apigw.LambdaIntegration(read));
          const later = new apigw.RestApi(stack, 'later');
          later.root.addMethod('GET', new apigw.LambdaIntegration(read));
          for (const { node } of later.methods) (node.defaultChild as apigw.CfnMethod).authorizationType = 'AWS_IAM';
        `,
        because: 'options of a proxy, of a resource made elsewhere, or that are given later, and a policy that is added',
      },
      {
        ...at('lib/api.ts')`
          import { HttpApi, HttpMethod, HttpNoneAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2';
          const http = new HttpApi(stack, 'orders');
          http.addRoutes({ path: '/{all+}', methods: [HttpMethod.OPTIONS], integration });
          http.addRoutes({ path: '/{any+}', methods: [HttpMethod.OPTIONS], integration, authorizer: new HttpNoneAuthorizer() });
        `,
        because: 'what a browser asks before a call brings nothing to know it by',
      },
      {
        ...at('lib/api.ts')`
          import { HttpApi } from 'aws-cdk-lib/aws-apigatewayv2';
          const http = new HttpApi(stack, 'orders', { defaultAuthorizer: people });
          http.addRoutes({ path: '/orders', integration: read });
        `,
        because: 'the API names an authorizer for all',
      },
    ],
    {
      ...terraform`${restApi('endpoint_configuration {\n      types = ["PRIVATE"]\n    }') + method('NONE')}`,
      because: 'it is reached from a network',
    },
    { ...terraform`${restApi('endpoint_configuration {\n      types = [var.type]\n    }') + method('NONE')}`, because: 'not known' },
    { ...terraform`${restApi('policy = data.aws_iam_policy_document.office.json') + method('NONE')}`, because: 'the policy says who' },
    {
      ...terraform`${
        restApi('') +
        method('NONE') +
        'resource "aws_api_gateway_rest_api_policy" "orders" {\n  rest_api_id = aws_api_gateway_rest_api.orders.id\n  policy = var.policy\n}\n'
      }`,
      because: 'the policy says who',
    },
    {
      ...terraform`${restApi('disable_execute_api_endpoint = true') + method('NONE')}`,
      because: 'an address of its own may ask for a certificate',
    },
    {
      ...terraform`${
        restApi('') +
        method('NONE') +
        'resource "aws_api_gateway_integration" "orders" {\n  rest_api_id = aws_api_gateway_rest_api.orders.id\n  http_method = aws_api_gateway_method.orders.http_method\n  type = "MOCK"\n}\n'
      }`,
      because: 'nothing stands behind it',
    },
    { ...template(', EndpointConfiguration: { Types: [PRIVATE] }', ''), because: 'it is reached from a network' },
    { ...template(', Policy: { Statement: [] }', ''), because: 'the policy says who' },
    { ...template('', ', Integration: { Type: MOCK }'), because: 'nothing stands behind it' },
    { ...sam(', EndpointConfiguration: PRIVATE', '{ Authorizer: NONE }'), because: 'it is reached from a network' },
    { ...sam(', EndpointConfiguration: { Type: PRIVATE }', '{ Authorizer: NONE }'), because: 'it is reached from a network' },
    { ...sam(', Auth: { ApiKeyRequired: true }', '{ Authorizer: NONE }'), because: 'a key is asked for' },
    { ...sam('', '{ Authorizer: NONE, ApiKeyRequired: true }'), because: 'a key is asked for' },
    { ...sam('', '{ Authorizer: NONE, ResourcePolicy: { IpRangeWhitelist: [192.0.2.0/24] } }'), because: 'a policy limits who calls' },
    {
      ...sam('', '{ Authorizer: NONE }', '{ Api: { Auth: { ResourcePolicy: { SourceVpcWhitelist: [vpc-1] } } } }'),
      because: 'the policy of all APIs',
    },
    {
      ...cdk('{ endpointConfiguration: { types: [apigw.EndpointType.PRIVATE] } }', `to, ${none}`),
      because: 'it is reached from a network',
    },
    { ...cdk('{ policy: document }', `to, ${none}`), because: 'the policy says who' },
    { ...cdk('{ defaultMethodOptions: { apiKeyRequired: true } }', `to, ${none}`), because: 'a key is asked for' },
    { ...cdk('{}', `new apigw.MockIntegration({}), ${none}`), because: 'nothing stands behind it' },
    {
      ...at('src/index.ts')`
        import * as aws from '@pulumi/aws';
        const api = new aws.apigateway.RestApi('orders', { endpointConfiguration: { types: 'PRIVATE' } });
        new aws.apigateway.Method('get', { restApi: api.id, resourceId: api.rootResourceId, httpMethod: 'GET', authorization: 'NONE' });
      `,
      because: 'it is reached from a network',
    },
  ],
  invalid: [
    {
      ...typescript`
      import * as aws from '@pulumi/aws';
      new aws.appsync.GraphQLApi('shop', { name: 'shop', authenticationType: '«API_KEY»' });
    `,
      message: 'takes whoever has its API key',
    },
    {
      ...at('lib/api.ts')`
        import { Stack } from 'aws-cdk-lib';
        import * as apigw from 'aws-cdk-lib/aws-apigateway';
        import { HttpApi } from 'aws-cdk-lib/aws-apigatewayv2';
        export class Orders extends Stack {
          readonly orders: apigw.Resource;
          constructor(scope: any, id: string) {
            super(scope, id);
            const api = new apigw.RestApi(this, 'orders', { restApiName: 'orders', defaultCorsPreflightOptions: { allowOrigins: apigw.Cors.ALL_ORIGINS } });
            this.orders = api.root.addResource('orders');
            this.orders.«addMethod»('POST', new apigw.LambdaIntegration(write));
            this.orders.addResource('{id}').«addMethod»('GET', new apigw.LambdaIntegration(read, { proxy: true }), { requestParameters: {} });
            new HttpApi(this, 'http').«addRoutes»({ path: '/orders', integration });
            new HttpApi(this, 'both').«addRoutes»({ path: '/orders', methods: [HttpMethod.OPTIONS, HttpMethod.GET], integration });
            api.root.addProxy({ anyMethod: false }).«addMethod»('GET', new apigw.LambdaIntegration(read));
            api.root.resourceForPath('a/b').«addMethod»('GET', new apigw.LambdaIntegration(read));
          }
        }
      `,
      severity: 'low',
      because: 'the API makes methods without authorization unless it is told otherwise',
    },
    terraform`${restApi('endpoint_configuration {\n      types = ["REGIONAL"]\n    }\n    disable_execute_api_endpoint = false') + method('«NONE»')}`,
    {
      ...terraform`${
        restApi('') +
        method('«NONE»') +
        'resource "aws_api_gateway_integration" "orders" {\n  count = 0\n  http_method = aws_api_gateway_method.orders.http_method\n  type = "MOCK"\n}\n'
      }`,
      because: 'the answer is not made',
    },
    {
      ...template('', ', ApiKeyRequired: false', '«NONE»'),
      suggestions: [template('', ', ApiKeyRequired: false', 'AWS_IAM').text],
    },
    {
      ...terraform`
        resource "azurerm_linux_web_app" "orders" {
          name = "orders"
          auth_settings {
            enabled = «false»
          }
        }
      `,
      message: 'The login of the platform',
    },
    terraform`${restApi('').replaceAll('"orders"', '"other"') + method('«NONE»')}`,
    template(', EndpointConfiguration: { Types: [EDGE] }', ', Integration: { Type: AWS_PROXY }', '«NONE»'),
    sam(', Auth: { DefaultAuthorizer: AWS_IAM }, EndpointConfiguration: REGIONAL', '{ Authorizer: «NONE» }'),
    cdk('{ endpointTypes: [apigw.EndpointType.REGIONAL] }', 'to, { authorizationType: «apigw.AuthorizationType.NONE» }'),
    {
      ...terraform`${'variable "open" {}' + restApi('') + method('AWS_IAM').replace('"AWS_IAM"', 'var.open ? "AWS_IAM" : "«NONE»"')}`,
      because: 'whichever branch says it',
    },
    at('src/index.ts')`
      import * as aws from '@pulumi/aws';
      const api = new aws.apigateway.RestApi('orders', { endpointConfiguration: { types: 'REGIONAL' } });
      new aws.apigateway.Method('get', { restApi: api.id, resourceId: api.rootResourceId, httpMethod: 'GET', authorization: '«NONE»' });
    `,
  ],
});
