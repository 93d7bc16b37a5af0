// Credentials of messaging, mail, social and work-tool services. Gathered in November 2026.
import type { ProviderFormats } from './format.ts';

export const services: readonly ProviderFormats[] = [
  {
    provider: 'Slack',
    instead: 'token rotation (twelve hours)',
    revoke: 'https://api.slack.com/authentication/rotation',
    formats: [
      {
        id: 'slack-bot-token',
        title: 'bot token',
        shape: ['xoxb-{d:8-14}-{d:8-14}-{an:18-26}', 'xoxb-{d:8-14}-{an:18-26}'],
        risk: 'write',
      },
      { id: 'slack-user-token', title: 'user token', shape: 'xox{p|e}-{d:8-13}-{d:8-13}-{d:8-13}-{an:28-34}', risk: 'full' },
      { id: 'slack-app-token', title: 'app-level token', shape: 'xapp-{d:1}-{UAN:9-12}-{d:10-16}{an+-:32-80}', risk: 'write' },
      { id: 'slack-config-token', title: 'configuration access token', shape: 'xoxe.xox{p|b}-{d:1}-{an:140-170}', risk: 'full' },
      { id: 'slack-config-refresh-token', title: 'configuration refresh token', shape: 'xoxe-{d:1}-{an:140-170}', risk: 'full' },
      {
        id: 'slack-legacy-token',
        title: 'legacy token',
        shape: ['xox{s|o}-{d:8-14}-{d:6-14}-{d:6-14}-{hex:10-64}', 'xox{a|r}-{d:8-14}-{d:8-14}'],
        risk: 'full',
      },
      {
        id: 'slack-workspace-token',
        title: 'legacy workspace token',
        shape: ['xox{a|r}-{d:1}-{an+-:20-100}', 'xox{a|r}-{an+-:24-100}'],
        risk: 'full',
      },
      {
        id: 'slack-session-token',
        title: 'session token',
        shape: ['xoxc-{d:8-14}-{d:8-14}-{d:8-14}-{hex:64}', 'xoxd-{an+%+/=:60-300}'],
        risk: 'short-lived',
      },
      {
        id: 'slack-webhook',
        title: 'incoming webhook',
        shape: 'hooks.slack.com/services/T{UAN:5-12}/B{UAN:5-12}/{an:10-26}',
        risk: 'ingest',
      },
      {
        id: 'slack-workflow-webhook',
        title: 'workflow webhook',
        shape: 'hooks.slack.com/{workflows|triggers}/{an+/:40-90}',
        risk: 'ingest',
      },
    ],
  },
  {
    provider: 'Lark',
    formats: [
      {
        id: 'lark-webhook',
        title: 'bot webhook',
        shape: ['open.feishu.cn/open-apis/bot/v2/hook/{uuid}', 'open.larksuite.com/open-apis/bot/v2/hook/{uuid}'],
        risk: 'ingest',
      },
    ],
  },
  {
    provider: 'WeCom',
    formats: [{ id: 'wecom-webhook', title: 'bot webhook', shape: 'qyapi.weixin.qq.com/cgi-bin/webhook/send?key={uuid}', risk: 'ingest' }],
  },
  {
    provider: 'Zapier',
    formats: [{ id: 'zapier-webhook', title: 'webhook', shape: 'hooks.zapier.com/hooks/catch/{d:4-12}/{lan:5-12}', risk: 'ingest' }],
  },
  {
    provider: 'IFTTT',
    formats: [
      {
        id: 'ifttt-key',
        title: 'webhook key',
        shape: [
          'maker.ifttt.com/trigger/{an+_-:1-80}/with/key/{b64u:20-50}',
          'maker.ifttt.com/trigger/{an+_-:1-80}/json/with/key/{b64u:20-50}',
        ],
        risk: 'ingest',
      },
    ],
  },
  {
    provider: 'Discord',
    revoke: 'https://discord.com/developers/docs/topics/oauth2',
    formats: [
      {
        id: 'discord-webhook',
        title: 'webhook',
        shape: ['discord.com/api/webhooks/{d:17-20}/{b64u:60-70}', 'discordapp.com/api/webhooks/{d:17-20}/{b64u:60-70}'],
        risk: 'ingest',
      },
    ],
  },
  {
    provider: 'Twilio',
    instead: 'access tokens (JWT) or OAuth apps',
    revoke: 'https://www.twilio.com/docs/iam/api-keys',
    formats: [{ id: 'twilio-key', title: 'API key', shape: 'SK{hex:32}', risk: 'write' }],
  },
  {
    provider: 'SendGrid',
    formats: [{ id: 'sendgrid-key', title: 'API key', shape: 'SG.{b64u:22}.{b64u:43}', check: 'base64-tails', risk: 'write' }],
  },
  {
    provider: 'Mailgun',
    revoke: 'https://documentation.mailgun.com/docs/mailgun/user-manual/api-key-mgmt/rbac-mgmt',
    formats: [
      { id: 'mailgun-key', title: 'API key', shape: 'key-{hex:32}', risk: 'full' },
      { id: 'mailgun-public-key', title: 'public validation key', shape: 'pubkey-{hex:32}', kind: 'publishable', risk: 'none' },
    ],
  },
  {
    provider: 'Mailchimp',
    instead: 'OAuth 2',
    revoke: 'https://mailchimp.com/help/about-api-keys/',
    formats: [{ id: 'mailchimp-key', title: 'API key', shape: '{hex:32}-us{d:1-2}', risk: 'full' }],
  },
  { provider: 'MailerSend', formats: [{ id: 'mailersend-token', title: 'API token', shape: 'mlsn.{an:64-70}', risk: 'full' }] },
  {
    provider: 'Brevo',
    formats: [
      { id: 'brevo-key', title: 'API key', shape: 'xkeysib-{hex:64}-{an:16}', risk: 'full' },
      { id: 'brevo-smtp-key', title: 'SMTP key', shape: 'xsmtpsib-{hex:64}-{an:16}', risk: 'write' },
    ],
  },
  { provider: 'Resend', formats: [{ id: 'resend-key', title: 'API key', shape: 're_{an:8}_{an:24}', risk: 'write' }] },
  {
    provider: 'Linear',
    instead: 'OAuth',
    formats: [
      { id: 'linear-key', title: 'API key', shape: 'lin_api_{an:40}', risk: 'full' },
      { id: 'linear-oauth-token', title: 'OAuth token', shape: 'lin_oauth_{hex:64}', risk: 'write' },
    ],
  },
  {
    provider: 'Notion',
    instead: 'OAuth',
    revoke: 'https://developers.notion.com/docs/authorization',
    formats: [
      { id: 'notion-token', title: 'integration token', shape: 'ntn_{d:11}{an:35}', risk: 'write' },
      { id: 'notion-legacy-token', title: 'integration token', shape: 'secret_{an:43}', risk: 'write' },
    ],
  },
  {
    provider: 'Figma',
    instead: 'OAuth',
    formats: [
      { id: 'figma-token', title: 'personal access token', shape: 'figd_{b64u:40-60}', risk: 'write' },
      { id: 'figma-oauth-token', title: 'OAuth token', shape: 'fig{u|or|oh}_{b64u:40-60}', risk: 'write' },
    ],
  },
  {
    provider: 'Airtable',
    instead: 'OAuth',
    formats: [{ id: 'airtable-token', title: 'personal access token', shape: 'pat{an:14}.{hex:64}', risk: 'write' }],
  },
  {
    provider: 'Asana',
    instead: 'OAuth',
    revoke: 'https://developers.asana.com/docs/personal-access-token',
    formats: [
      {
        id: 'asana-token',
        title: 'personal access token',
        shape: ['1/{d:10-20}:{hex:32}', '2/{d:10-20}/{d:10-20}:{hex:32}'],
        risk: 'full',
      },
    ],
  },
  { provider: 'Trello', formats: [{ id: 'trello-token', title: 'token', shape: 'ATTA{hex:64}{HEX:8}', risk: 'full' }] },
  { provider: 'ClickUp', formats: [{ id: 'clickup-token', title: 'personal token', shape: 'pk_{d:6-10}_{UAN:32}', risk: 'full' }] },
  {
    provider: 'Typeform',
    formats: [{ id: 'typeform-token', title: 'personal token', shape: ['tfp_{b64u:44}_{b64u:14}', 'tfp_{b64u+.=:59}'], risk: 'write' }],
  },
  {
    provider: 'Intercom',
    formats: [{ id: 'intercom-token', title: 'access token', shape: 'dG9rO{b64:51-55}{==|=|}', decode: 'intercom', risk: 'full' }],
  },
  {
    provider: 'HubSpot',
    instead: 'OAuth',
    formats: [{ id: 'hubspot-token', title: 'private app token', shape: 'pat-{na|eu}{d:1}-{uuid}', risk: 'full' }],
  },
  {
    provider: 'Salesforce',
    instead: 'the OAuth JWT bearer flow',
    formats: [
      {
        id: 'salesforce-session',
        title: 'session or access token',
        shape: '00D{an:12-15}!{an+._:80-260}',
        near: ['salesforce', 'sfdc', 'sf'],
        risk: 'short-lived',
      },
      { id: 'salesforce-refresh-token', title: 'refresh token', shape: '5Aep861{b64u+.:80-90}', risk: 'full' },
      { id: 'salesforce-consumer-key', title: 'consumer key', shape: '3MVG9{b64u+.:80-85}', kind: 'publishable', risk: 'none' },
    ],
  },
  { provider: 'Zoho', formats: [{ id: 'zoho-token', title: 'OAuth token', shape: '1000.{hex:32}.{hex:32}', risk: 'write' }] },
  {
    provider: 'Dropbox',
    instead: 'short-lived OAuth tokens',
    formats: [
      { id: 'dropbox-token', title: 'short-lived token', shape: 'sl.{b64u:130-1300}', risk: 'short-lived' },
      { id: 'dropbox-long-token', title: 'access token', shape: '{an:11}AAAAAAAAAA{b64u:43}', risk: 'full' },
    ],
  },
  {
    provider: 'Facebook',
    formats: [
      { id: 'facebook-token', title: 'access token', shape: 'EAA{M|C|B}{an:90-300}', risk: 'full' },
      {
        id: 'facebook-app-token',
        title: 'app access token',
        shape: '{d:15-16}|{b64u:27-40}',
        near: ['facebook', 'fb', 'meta'],
        risk: 'full',
      },
    ],
  },
  { provider: 'Instagram', formats: [{ id: 'instagram-token', title: 'Graph token', shape: 'IGQV{b64u:100-250}', risk: 'write' }] },
  {
    provider: 'X (Twitter)',
    formats: [{ id: 'twitter-bearer', title: 'bearer token', shape: 'AAAAAAAAAAAAAAAAAAAAA{an+%:80-110}', risk: 'read' }],
  },
  {
    provider: 'LinkedIn',
    formats: [{ id: 'linkedin-secret', title: 'client secret', shape: 'WPL_AP{d:1}.{an:16}.{b64:6}==', risk: 'write' }],
  },
  { provider: 'Pinterest', formats: [{ id: 'pinterest-token', title: 'token', shape: 'pin{a|r}_{b64u:40-200}', risk: 'write' }] },
  { provider: 'Lichess', formats: [{ id: 'lichess-token', title: 'personal token', shape: 'lip_{an:20}', risk: 'write' }] },
  { provider: 'Riot', formats: [{ id: 'riot-key', title: 'API key', shape: 'RGAPI-{uuid}', risk: 'read' }] },
  { provider: 'OneSignal', formats: [{ id: 'onesignal-key', title: 'API key', shape: 'os_v2_{app|org}_{b32l:103}', risk: 'write' }] },
  {
    provider: 'PubNub',
    formats: [
      { id: 'pubnub-secret-key', title: 'secret key', shape: 'sec-c-{b64:40-60}', risk: 'full' },
      { id: 'pubnub-publish-key', title: 'publish key', shape: 'pub-c-{uuid}', kind: 'publishable', risk: 'none' },
    ],
  },
  {
    provider: 'RapidAPI',
    revoke: 'https://docs.rapidapi.com/docs/keys-and-key-rotation',
    formats: [{ id: 'rapidapi-key', title: 'API key', shape: '{hex:10}msh{hex:15}p{hex:6}jsn{hex:12}', risk: 'write' }],
  },
  {
    provider: 'DeepL',
    revoke: 'https://developers.deepl.com/docs/getting-started/auth',
    formats: [{ id: 'deepl-free-key', title: 'API key of a free account', shape: '{uuid}:fx', risk: 'write' }],
  },
  { provider: 'Cal.com', formats: [{ id: 'cal-key', title: 'API key', shape: 'cal_live_{hex:32}', risk: 'full' }] },
  { provider: 'hCaptcha', formats: [{ id: 'hcaptcha-secret', title: 'secret key', shape: 'ES_{hex:32}', risk: 'write' }] },
  { provider: 'Adobe', formats: [{ id: 'adobe-secret', title: 'client secret', shape: '{p8e|s8e}-{b64u:32}', risk: 'full' }] },
  { provider: 'Adafruit', formats: [{ id: 'adafruit-key', title: 'IO key', shape: 'aio_{an:28}', risk: 'write' }] },
  { provider: 'Frame.io', formats: [{ id: 'frameio-token', title: 'developer token', shape: 'fio-u-{b64u+=:64}', risk: 'write' }] },
  { provider: '42', formats: [{ id: 'intra42-secret', title: 'client secret', shape: 's-s4t2{ud|af}-{hex:64}', risk: 'write' }] },
  {
    provider: 'Stytch',
    formats: [
      { id: 'stytch-secret', title: 'live project secret', shape: 'secret-live-{b64u:35}=', risk: 'full' },
      { id: 'stytch-test-secret', title: 'test project secret', shape: 'secret-test-{b64u:35}=', kind: 'test', risk: 'none' },
    ],
  },
  { provider: 'Samsara', formats: [{ id: 'samsara-token', title: 'API token', shape: 'samsara_api_{an:30}', risk: 'full' }] },
  {
    provider: 'Authress',
    formats: [
      {
        id: 'authress-key',
        title: 'service client key',
        shape: [
          'sc_{lan:5-30}.{an:4-6}.acc_{lan+-:10-32}.{an+_+/=-:30-120}',
          'scauth_{lan:5-30}.{an:4-6}.acc_{lan+-:10-32}.{an+_+/=-:30-120}',
          'authress_{lan:5-30}.{an:4-6}.acc_{lan+-:10-32}.{an+_+/=-:30-120}',
        ],
        risk: 'full',
      },
    ],
  },
  {
    provider: 'SettleMint',
    formats: [{ id: 'settlemint-token', title: 'access token', shape: 'sm_{aat|pat|sat}_{an:16}', risk: 'write' }],
  },
  {
    provider: 'Onfido',
    formats: [
      { id: 'onfido-token', title: 'live token', shape: ['api_live.{b64u+.:40-80}', 'api_live_{us|ca}.{b64u+.:40-80}'], risk: 'full' },
      { id: 'onfido-sandbox-token', title: 'sandbox token', shape: 'api_sandbox.{b64u+.:40-80}', kind: 'test', risk: 'none' },
    ],
  },
  {
    provider: 'Persona',
    formats: [
      { id: 'persona-key', title: 'production key', shape: 'persona_production_{uuid}', risk: 'full' },
      { id: 'persona-sandbox-key', title: 'sandbox key', shape: 'persona_sandbox_{uuid}', kind: 'test', risk: 'none' },
    ],
  },
  {
    provider: 'Branch',
    formats: [
      { id: 'branch-key', title: 'live key', shape: 'key_live_{an:16-40}', kind: 'publishable', risk: 'none' },
      { id: 'branch-secret', title: 'live secret', shape: 'secret_live_{an:16-40}', risk: 'full' },
    ],
  },
  {
    provider: 'Telegram',
    revoke: 'https://core.telegram.org/bots/features#botfather',
    formats: [
      { id: 'telegram-token', title: 'bot token', shape: ['{d:10}:AA{b64u:33}', '{d:9}:AA{b64u:33}', '{d:8}:AA{b64u:33}'], risk: 'full' },
    ],
  },
  {
    provider: 'Canva',
    formats: [{ id: 'canva-secret', title: 'app secret', shape: 'cnvca{b64u:43}{hex:8}', check: 'crc32-hex-prefixed', risk: 'write' }],
  },
];
