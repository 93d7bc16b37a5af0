// Formats of those who move money and goods: payments, banks, shops, carriers.
import type { ProviderFormats } from './format.ts';

export const commerce: readonly ProviderFormats[] = [
  {
    provider: 'Stripe',
    instead: 'a restricted key with the few permissions that are needed',
    revoke: 'https://docs.stripe.com/keys#rolling-keys',
    formats: [
      { id: 'workos-key', title: 'WorkOS or Highnote API key', shape: 'sk_live_a2V5Xz{b64:55-90}', risk: 'full' },
      { id: 'stripe-live-key', title: 'live secret key', shape: ['sk_live_{an:24-110}', 'sk_prod_{an:24-110}'], risk: 'full' },
      {
        id: 'stripe-live-restricted-key',
        title: 'live restricted key',
        shape: ['rk_live_{an:24-110}', 'rk_prod_{an:24-110}'],
        risk: 'write',
      },
      { id: 'stripe-test-key', title: 'test key', shape: ['sk_test_{an:24-110}', 'rk_test_{an:24-110}'], kind: 'test', risk: 'none' },
      { id: 'stripe-publishable-key', title: 'publishable key', shape: 'pk_{live|test}_{an:24-110}', kind: 'publishable', risk: 'none' },
      { id: 'stripe-webhook-secret', title: 'webhook signing secret', shape: ['whsec_{b64:32-64}', 'whsec_{b64:32-43}='], risk: 'write' },
    ],
  },
  {
    provider: 'Mollie',
    formats: [
      { id: 'mollie-key', title: 'live API key', shape: 'live_{an:30}', near: ['mollie'], risk: 'full' },
      { id: 'mollie-test-key', title: 'test API key', shape: 'test_{an:30}', near: ['mollie'], kind: 'test', risk: 'none' },
    ],
  },
  {
    provider: 'Square',
    instead: 'OAuth',
    revoke: 'https://developer.squareup.com/docs/build-basics/access-tokens',
    formats: [
      { id: 'square-token', title: 'access token', shape: 'EAAA{b64u:60}', risk: 'full' },
      { id: 'square-secret', title: 'OAuth secret', shape: ['sq0csp-{b64u:43}'], risk: 'full' },
      { id: 'square-legacy-token', title: 'access token', shape: 'sq0atp-{b64u:22}', risk: 'full' },
      { id: 'square-application-id', title: 'application id', shape: 'sq0idp-{b64u:22}', kind: 'publishable', risk: 'none' },
    ],
  },
  {
    provider: 'Braintree',
    formats: [
      { id: 'braintree-token', title: 'access token', shape: 'access_token$production${lan:16}${hex:32}', risk: 'full' },
      {
        id: 'braintree-sandbox-token',
        title: 'sandbox access token',
        shape: 'access_token$sandbox${lan:16}${hex:32}',
        kind: 'test',
        risk: 'none',
      },
    ],
  },
  {
    provider: 'Plaid',
    formats: [
      { id: 'plaid-token', title: 'access token', shape: ['access-production-{uuid}', 'access-development-{uuid}'], risk: 'write' },
      { id: 'plaid-sandbox-token', title: 'sandbox access token', shape: 'access-sandbox-{uuid}', kind: 'test', risk: 'none' },
    ],
  },
  {
    provider: 'Flutterwave',
    formats: [
      { id: 'flutterwave-key', title: 'secret key', shape: 'FLWSECK-{an:32}-X', risk: 'full' },
      {
        id: 'flutterwave-test-key',
        title: 'test secret key',
        shape: ['FLWSECK_TEST-{an:32}-X', 'FLWSECK_TEST-{an:12}'],
        kind: 'test',
        risk: 'none',
      },
      {
        id: 'flutterwave-public-key',
        title: 'public key',
        shape: ['FLWPUBK-{an:32}-X', 'FLWPUBK_TEST-{an:32}-X'],
        kind: 'publishable',
        risk: 'none',
      },
    ],
  },
  { provider: 'Razorpay', formats: [{ id: 'razorpay-key-id', title: 'live key id', shape: 'rzp_live_{an:14}', risk: 'full' }] },
  {
    provider: 'Shippo',
    formats: [
      { id: 'shippo-token', title: 'live token', shape: 'shippo_live_{hex:40}', risk: 'write' },
      { id: 'shippo-test-token', title: 'test token', shape: 'shippo_test_{hex:40}', kind: 'test', risk: 'none' },
    ],
  },
  {
    provider: 'EasyPost',
    formats: [
      { id: 'easypost-key', title: 'production key', shape: 'EZAK{an:54}', risk: 'write' },
      { id: 'easypost-test-key', title: 'test key', shape: 'EZTK{an:54}', kind: 'test', risk: 'none' },
    ],
  },
  {
    provider: 'Duffel',
    formats: [
      { id: 'duffel-token', title: 'live token', shape: 'duffel_live_{b64u+=:43}', risk: 'write' },
      { id: 'duffel-test-token', title: 'test token', shape: 'duffel_test_{b64u+=:43}', kind: 'test', risk: 'none' },
    ],
  },
  {
    provider: 'Paddle',
    formats: [
      { id: 'paddle-key', title: 'API key', shape: 'pdl_live_apikey_{lan:26}_{an:22}_{an:3}', decode: 'ulid', risk: 'full' },
      { id: 'paddle-sandbox-key', title: 'sandbox API key', shape: 'pdl_sdbx_apikey_{lan:26}_{an:22}_{an:3}', kind: 'test', risk: 'none' },
    ],
  },
  { provider: 'Polar', formats: [{ id: 'polar-token', title: 'access token', shape: 'polar_{oat|pat|at}_{an:32-60}', risk: 'write' }] },
  {
    provider: 'Mercury',
    formats: [{ id: 'mercury-token', title: 'production token', shape: 'mercury_production_{an:40-60}', risk: 'full' }],
  },
  { provider: 'Ramp', formats: [{ id: 'ramp-secret', title: 'client secret', shape: 'ramp_sec_{an:48}', risk: 'full' }] },
  {
    provider: 'Shopify',
    instead: 'online access tokens',
    formats: [
      { id: 'shopify-token', title: 'access token', shape: ['shpat_{hexi:32}', 'shpat_{an:32}'], risk: 'full' },
      { id: 'shopify-custom-token', title: 'custom app token', shape: ['shpca_{hexi:32}', 'shpca_{an:32}'], risk: 'full' },
      { id: 'shopify-private-password', title: 'private app password', shape: ['shppa_{hexi:32}', 'shppa_{an:32}'], risk: 'full' },
      { id: 'shopify-shared-secret', title: 'shared secret', shape: ['shpss_{hexi:32}', 'shpss_{an:32}'], risk: 'full' },
    ],
  },
  {
    provider: 'RevenueCat',
    formats: [
      { id: 'revenuecat-app-key', title: 'public app key', shape: '{appl|goog|amzn|strp}_{an:26-32}', kind: 'publishable', risk: 'none' },
    ],
  },
  {
    provider: 'Asaas',
    formats: [
      { id: 'asaas-token', title: 'API token', shape: '$aact_prod_{b64+=:100-250}', risk: 'full' },
      { id: 'asaas-sandbox-token', title: 'sandbox API token', shape: '$aact_hmlg_{b64+=:100-250}', kind: 'test', risk: 'none' },
    ],
  },
  {
    provider: 'Xendit',
    formats: [
      { id: 'xendit-key', title: 'live secret key', shape: 'xnd_production_{an:60-64}', risk: 'full' },
      { id: 'xendit-test-key', title: 'test secret key', shape: 'xnd_development_{an:60-64}', kind: 'test', risk: 'none' },
    ],
  },
  {
    provider: 'Mercado Pago',
    formats: [
      { id: 'mercadopago-token', title: 'access token', shape: 'APP_USR-{d:13-16}-{d:6}-{hex:32}-{d:6-10}', risk: 'full' },
      { id: 'mercadopago-public-key', title: 'public key', shape: 'APP_USR-{uuid}', kind: 'publishable', risk: 'none' },
    ],
  },
  { provider: 'Midtrans', formats: [{ id: 'midtrans-key', title: 'server key', shape: 'Mid-server-{b64u:20-24}', risk: 'full' }] },
];
