// Web apps whose login is switched off, methods and routes of API Gateway that ask for none, and GraphQL APIs that take a key.
import { replaceValue } from '../../server/engine/edit/printer.ts';
import { editing } from '../../server/engine/edit/suggest.ts';
import { placeOf, textOf } from '../../server/engine/facts/value.ts';
import { defineRule } from '../../server/engine/rule.ts';
import { isAskedBeforeLogin } from './asked-before-login.ts';

/** `GET /` and paths that are asked before anybody is logged in. */
const isMeantForAll = (route: string): boolean => {
  const path = route.replace(/^[A-Z*$]+ /i, '');
  return path === '/' || isAskedBeforeLogin(path);
};

export const loginSwitchedOff = defineRule({
  id: 'oauth/login-switched-off',
  meta: {
    title: 'Web app or route without a login',
    category: 'oauth',
    severity: 'low',
    confidence: 'medium',
    profile: 'strict',
    frameworks: ['NHI4:2025', 'PR.AA-03'],
    peers: ['CKV_AWS_59', 'CKV2_AWS_70', 'CKV_AWS_309', 'AVD-AWS-0004', 'S6333', 'CKV_AZURE_13', 'CKV_AZURE_56'],
    fix: 'suggestion',
    messages: {
      app: 'The login of the platform is written here and switched off: unless the program asks by itself, everyone may call "{name}"',
      route: 'The {noun} "{name}" has no authorization: unless the program behind it asks by itself, everyone may call it. Use {instead}',
      key: 'The GraphQL API "{name}" takes whoever has its API key, which is in every copy of the program that calls it and says nothing of who does. Use AMAZON_COGNITO_USER_POOLS, OPENID_CONNECT or AWS_IAM',
    },
    docs: {
      what: 'An App Service or function app with its built-in login switched off, a method or route of API Gateway without authorization, or a GraphQL API of AppSync that takes an API key. Methods that answer `OPTIONS`, those that ask for the key of a usage plan or that API Gateway answers by itself, and APIs with a policy, in a network or with an address of their own only are not meant.',
      why: 'What stands behind the address runs with an identity of its own. Whoever may call it without a login uses that identity.',
      remedy: 'Switch the login on, or give the route an authorizer; where the program asks by itself, suppress this with the reason.',
      bad: [
        {
          file: 'infra/main.tf',
          text: 'resource "azurerm_linux_web_app" "orders" {\n  name            = "orders"\n  service_plan_id = azurerm_service_plan.a.id\n  auth_settings {\n    enabled = «false»\n  }\n}\n',
        },
      ],
      good: [
        {
          file: 'infra/main.tf',
          text: 'resource "azurerm_linux_web_app" "orders" {\n  name            = "orders"\n  service_plan_id = azurerm_service_plan.a.id\n  auth_settings {\n    enabled = true\n  }\n}\n',
        },
      ],
      references: [
        'https://learn.microsoft.com/azure/app-service/overview-authentication-authorization',
        'https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-access-control.html',
        'https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-control-access-to-api.html',
        'https://docs.aws.amazon.com/appsync/latest/devguide/security-authz.html',
      ],
    },
  },
  on: {
    oauthClient(client, context) {
      if (client.product !== 'web-app' && client.product !== 'api-route') return;
      const value = client.grants[0]?.value;
      const route = client.product === 'api-route';
      if (route && /^OPTIONS(?: |$)/i.test(client.name)) return;
      // Of a REST API, by the CDK and by serverless.yml.
      const method = /^(?:addMethod|http)$/.test(client.carrier.kind) || /^[A-Z]+$/i.test(client.name);
      // A framework says nothing of what is open to all, either.
      if (route && !value && isMeantForAll(client.name)) return;
      const byKey = route && value !== undefined && textOf(value)?.toUpperCase() === 'API_KEY';
      const instead = route ? 'AWS_IAM' : true;
      context.report({
        at: value ? placeOf(value) : client.head,
        message: byKey ? 'key' : route ? 'route' : 'app',
        data: {
          name: client.name,
          noun: method ? 'method' : 'route',
          instead: method ? 'AWS_IAM, COGNITO_USER_POOLS or CUSTOM' : 'AWS_IAM, JWT or CUSTOM',
        },
        anchor: `${client.anchor}|login`,
        suggestions:
          value?.editable && textOf(value) !== undefined
            ? [editing(`Write ${String(instead)}`, value.at.uri, (document) => [replaceValue(value, instead, document)])]
            : [],
      });
    },
  },
});
