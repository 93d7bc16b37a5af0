// A service that is signed in to with a key of its own, by its name: before `key`, above it, in the address that the key is
// given to and in the header that it is sent in. What is found is exact, and its neighbour is an id, a name, or what every
// browser gets.
import { describe, expect, it } from 'vitest';
import { createDocument } from '../../../server/engine/document.ts';
import { fillTokens } from '../../../server/engine/secrets/generate.ts';
import { meaningOf } from '../../../server/engine/secrets/names.ts';
import { scanSecrets } from '../../../server/engine/secrets/scan.ts';
import { readMarks } from '../../support/rule-tester.ts';

const scan = (file: string, text: string) =>
  scanSecrets(createDocument(file, text)).filter((one) => one.kind === 'secret' && !one.placeholder && one.confidence !== 'low');

type Notation = readonly [what: string, file: string, leaks: string, clean: string];

const notations: readonly Notation[] = [
  [
    'before `key`',
    'deploy/.env',
    'FINNHUB_KEY=«{{token:random-40}}»\nOPEN_WEATHER_MAP_KEY=«{{token:random-40:2}}»\nZOHO_KEY=«5f1c9a3e-7b24-4d6f-9e08-2a3b7c5d1f64»\n',
    'FINNHUB_KEY=${FINNHUB_KEY}\nWIDGET_KEY={{token:random-40}}\nNEXT_PUBLIC_SENDGRID_KEY={{token:random-40:2}}\n',
  ],
  [
    'in one word with it',
    'src/a.py',
    'finnhubkey = "«{{token:random-40}}»"\nshodantoken = "«{{token:random-40:2}}»"\n',
    'monkey = "{{token:random-40}}"\nnexttoken = "{{token:random-40:2}}"\n',
  ],
  [
    'above it',
    'config/app.yaml',
    'tomtom:\n  key: «{{token:random-40}}»\n',
    'map:\n  key: {{token:random-40}}\nstripe:\n  key: payments.checkout.title\n',
  ],
  [
    'alone, in a group of credentials',
    'config/app.yaml',
    'credentials:\n  shodan: «{{token:random-40}}»\n  security-trails: «{{token:random-40:2}}»\n',
    'credentials:\n  widget: {{token:random-40}}\n  twilio: AC4fde698513084b0cbb48bfd80bd0eab8\n  okta: 5f1c9a3e-7b24-4d6f-9e08-2a3b7c5d1f64\n  stripe: vault/payments/stripe\n',
  ],
  [
    'as the library that it is given to',
    'src/a.py',
    'client = finnhub.Client(key="«{{token:random-40}}»")\n',
    'row = cache.entry(key="{{token:random-40}}")\nclient = finnhub.Client(key=settings.finnhub)\n',
  ],
  [
    'as the host that it is given to',
    'src/a.js',
    "fetch('https://api.weatherapi.com/v1/current.json?key=«{{token:random-40}}»&q=Oslo');\n",
    "fetch('https://cdn.acme.io/v1/current.json?key={{token:random-40}}&q=Oslo');\n",
  ],
  [
    'as the host that its parameters are given to, and as that of any API',
    'src/a.py',
    "payload = {'key': '«{{token:random-40}}»', 'q': q}\nr = requests.get('https://api.weatherapi.com/v1/current.json', params=payload)\nx = get('https://api.acme.io/v1?q=1&key=«{{token:random-40:2}}»')\n",
    "cache.set({ 'key': '{{token:random-40}}' })\nfetch('https://api.weatherapi.com/v1')\nget('https://api.acme.io/v1/objects?key=5f1c9a3e-7b24-4d6f-9e08-2a3b7c5d1f64')\nrow = {'key': '{{token:random-40}}', 'q': q}\nr = requests.get('https://api.acme.io/v1', params=row)\n\nrow = {'key': '{{token:random-40}}'}\nsave(row)\nlog(row)\nr = requests.get('https://api.weatherapi.com/v1/current.json')\n",
  ],
  [
    'above it in PHP',
    'config/services.php',
    "<?php\nreturn ['mailgun' => ['key' => '«{{token:random-40}}»']];\n",
    "<?php\nreturn ['mailgun' => ['key' => env('MAILGUN_KEY')], 'cache' => ['key' => '{{token:random-40}}']];\n",
  ],
  [
    'as the section of a configuration',
    'etc/app.ini',
    '[virustotal]\nurl = https://www.virustotal.com\nkey = «{{token:random-40}}»\n',
    '[virustotal]\nurl = https://www.virustotal.com\n[storage]\nkey = {{token:random-40}}\n',
  ],
  [
    'in a sentence',
    'notes.txt',
    'Finnhub API key: «{{token:random-40}}»\n',
    'The Finnhub API key: see the vault\nThe key of the entry: {{token:random-40}}\n',
  ],
  [
    'before the word api, and in a header that ends in it',
    'src/a.py',
    'SHODAN_API = "«{{token:random-40}}»"\nnews_api = "«{{token:random-40:2}}»"\nheaders = {"X-JFrog-Art-Api": "«{{token:random-40:3}}»"}\n',
    'STRIPE_API = "https://api.stripe.com/v1/charges"\nSTRIPE_API = "2023-10-16"\nDATADOG_API = "datadoghq.eu"\nWIDGET_API = "{{token:random-40}}"\nNEXT_PUBLIC_NEWS_API = "{{token:random-40}}"\n',
  ],
  [
    'as the client that is made with it',
    'src/a.ts',
    "const d = new Deepgram('«{{token:random-40}}»');\nconst f = new finnhub.Client('«{{token:random-40:2}}»');\nshodan.setKey('«{{token:random-40:3}}»');\n",
    "const d = new Deepgram(process.env.KEY);\nconst w = new Widget('{{token:random-40}}');\nconst p = stripe.Client('price_1MqT7vLr9ZbXc2Wd8KpHs4Yn');\nconst o = await shopify.order('{{token:random-40}}');\nconst t = new telegram.Client('my-session-of-the-team-2021');\nconst a = new twilio.Client('AC4fde698513084b0cbb48bfd80bd0eab8');\n",
  ],
  [
    'in the cell of a table before it',
    'config/settings.csv',
    'name,value\nfinnhub_api_key,«{{token:random-40}}»\n"db_password","«{{token:random-40:2}}»"\n',
    'name,value\nfinnhub_api_key,asked_for_at_every_start\ncache_key,{{token:random-40}}\npassword_hash,{{token:random-40:2}}\n',
  ],
  [
    'in the cell of a table of a page',
    'NOTES.md',
    '| Name | Value |\n|---|---|\n| Finnhub API key | `«{{token:random-40}}»` |\n',
    '| Name | Default | What |\n|---|---|---|\n| `FINNHUB_KEY` | none | The key that is asked for |\n| CACHE_KEY | {{token:random-40}} | x |\n\n| Name | SHA256 |\n|---|---|\n| token | {{token:random-40:3}} |\n\n| a | b |\n|---|---|\n| PUBLIC_KEY | {{token:random-40:2}} | x |\n',
  ],
  [
    'in a sentence, with a verb',
    'notes.txt',
    'The Finnhub token is «{{token:random-40}}»\n',
    'The Finnhub token is kept in the vault of the team\nThe Finnhub token is sent-with-each-request-2\n',
  ],
  [
    'beside an id, and beside an object in a bucket',
    'src/a.ts',
    "client({ service: 'twilio', key: '«{{token:random-40}}»' });\n",
    "price({ service: 'stripe', key: 'price_1MqT7vLr9ZbXc2Wd8KpHs4Yn' });\ns3.get({ Bucket: 'shopify-exports', Key: '{{token:random-40}}' });\n",
  ],
];

it.each(notations)('the name of a service %s (%s)', (_what, file, leaks, clean) => {
  const { text, spans } = readMarks(fillTokens(leaks));
  expect(
    scan(file, text).map((one) => [...one.at.span]),
    text,
  ).toEqual(spans);
  const neighbour = fillTokens(clean);
  expect(
    scan(file, neighbour).map((one) => neighbour.slice(...one.at.span)),
    neighbour,
  ).toEqual([]);
});

it.each([
  ['FINNHUB_KEY', 'key'],
  ['alphaVantageKey', 'key'],
  ['X-Mailjet-Key', 'key'],
  ['widget_key', 'weak-key'],
  ['NEXT_PUBLIC_SENDGRID_KEY', undefined],
  ['stripe_price_key', 'weak-key'],
  ['shopify_cache_key', undefined],
  // Whose it is may stand behind.
  ['API_KEY_SHODAN', 'key'],
  ['KEY_FINNHUB', 'weak-key'],
  ['TOKEN_OPEN_WEATHER', 'token'],
  ['tokenGithub', 'token'],
  ['apikeys', 'key'],
  ['PUBLIC_KEY_KRAKEN', undefined],
  ['cache_key_shopify', undefined],
  ['max_tokens_mistral', undefined],
  ['hotkeys', undefined],
])('%s means %s', (name, meaning) => expect(meaningOf(name)).toBe(meaning));

it('the user that curl is given without a password is a key, or none that anybody drew', () => {
  const { text, spans } = readMarks(
    fillTokens(
      `curl -u «{{token:random-40}}»: https://api.acme.io\ncurl --user '«{{token:random-40:2}}»:x' https://api.acme.io\nhttp -a «{{token:random-40:3}}»:api_token api.acme.io\n`,
    ),
  );
  expect(
    scan('a.sh', text).map((one) => [...one.at.span]),
    text,
  ).toEqual(spans);
  for (const clean of ['-u administrator:', '-u deploy-user-of-the-team:', '-u "$KEY:"', '-u YOUR_API_KEY:', "-u '${key}:'"])
    expect(scan('a.sh', `curl ${clean} https://api.acme.io\n`), clean).toEqual([]);
});

describe('the scheme of a header is no part of its credential', () => {
  it.each([
    ['Token token=', 'https://api.acme.io'],
    ['AccessKey ', 'https://api.acme.io'],
    ['DeepL-Auth-Key ', 'https://api.acme.io'],
    ['Klaviyo-API-Key ', 'https://api.acme.io'],
    ['KakaoAK ', 'https://api.acme.io'],
    ['Splunk ', 'https://api.acme.io'],
    ['Zoho-oauthtoken ', 'https://api.acme.io'],
    ['Api-Token ', 'https://api.acme.io'],
  ])('%s', (scheme, host) => {
    for (const [file, source] of [
      ['src/a.py', `requests.get("${host}", headers={"Authorization": "${scheme}«{{token:random-40}}»"})\n`],
      ['a.sh', `curl -H "Authorization: ${scheme}«{{token:random-40}}»" ${host}\n`],
    ] as const) {
      const { text, spans } = readMarks(fillTokens(source));
      expect(
        scan(file, text).map((one) => [...one.at.span]),
        text,
      ).toEqual(spans);
    }
  });

  it.each([
    ['sso-key the-id-of-it:«{{token:random-40}}»', 'sso-key $KEY:$SECRET'],
    ['PVEAPIToken=ci@pve!deploy=«5f1c9a3e-7b24-4d6f-9e08-2a3b7c5d1f64»', 'PVEAPIToken=ci@pve!deploy=${TOKEN}'],
  ])('%s', (leak, clean) => {
    const { text, spans } = readMarks(fillTokens(`headers = {"Authorization": "${leak}"}\n`));
    expect(scan('src/a.py', text).map((one) => [...one.at.span])).toEqual(spans);
    expect(scan('src/a.py', `headers = {"Authorization": "${clean}"}\n`)).toEqual([]);
  });

  it.each(['Splunk dashboards of the shop', 'AccessKey is missing', 'Key pair of the bastion', 'Token refreshed'])('%s is none', (text) => {
    expect(scan('src/a.py', `message = "${text}"\n`)).toEqual([]);
  });
});

it('the key of OpenWeather is known by its parameter, wherever its host is written near it', () => {
  const key = '4fde698513084b0cbb48bfd80bd0eab8';
  const found = (text: string) => scan('src/a.js', text).map((one) => [one.title, text.slice(...one.at.span)]);
  for (const text of [
    `get('https://api.openweathermap.org/data/2.5/weather?lat=' + lat + '&appid=${key}');\n`,
    `const params = { appid: '${key}', q: city };\nget('https://api.openweathermap.org/data/2.5/weather', { params });\n`,
    `get("https://api.openweathermap.org/data/2.5/weather?q=Oslo&APPID=${key}");\n`,
  ])
    expect(found(text), text).toEqual([['OpenWeather API key', key]]);
  expect(found(`get('https://api.acme.io/?appid=${key}');\n`)).toEqual([]);
  expect(found(`const appid = ${key};\n`)).toEqual([]);
});

it('the host that a credential is sent to says whose it is', () => {
  const titles = (text: string) => scanSecrets(createDocument('a.sh', fillTokens(text))).map((one) => one.title);
  expect(titles('curl -H "Authorization: Bearer {{token:random-40}}" https://api.cloudflare.com/client/v4/zones\n')).toEqual([
    'Cloudflare API token',
  ]);
  expect(titles('curl -H "Authorization: Bearer {{token:random-40}}" https://api.acme.io/cloudflare\n')).toEqual(['token']);
});

describe('the shape that a service promises says which of its keys it is, and another one says nothing', () => {
  it.each([
    ['a.env', 'DEEPL_AUTH_KEY={{token:deepl-pro-key}}\n', ['DeepL API key']],
    ['a.env', 'FINNHUB_TOKEN={{token:finnhub-key}}\n', ['Finnhub API key']],
    ['a.env', 'FLICKR_API_SECRET={{token:flickr-secret}}\n', ['Flickr API secret']],
    ['a.js', "get('https://api.themoviedb.org/3/movie/1?api_key={{token:tmdb-key}}');\n", ['The Movie Database API key']],
    ['a.js', "get('https://pixabay.com/api/?key={{token:pixabay-key}}&q=' + q);\n", ['Pixabay API key']],
    ['a.env', 'ETHERSCAN_API={{token:etherscan-key}}\n', ['Etherscan API key']],
    ['a.env', 'GHOST_ADMIN_API_KEY={{token:ghost-admin-key}}\n', ['Ghost Admin API key']],
    ['a.py', 'appid = "{{token:steam-key}}"\n', []],
    ['a.env', 'KRAKEN_PRIVATE_KEY={{token:kraken-secret}}\n', ['Kraken API secret']],
    // A letter more is a secret by its name alone.
    ['a.env', 'KUCOIN_API_SECRET={{token:kucoin-secret}}7\n', ['secret']],
    ['a.env', 'KUCOIN_API_ID={{token:kucoin-secret}}\n', []],
    ['a.env', 'FINNHUB_WEBHOOK_ID={{token:finnhub-key}}\n', []],
    ['a.ts', "const flickr = gradient('{{token:flickr-key}}');\n", []],
    ['go.sum', 'mattermost v1.0.0 h1:{{token:mattermost-token}}\n', []],
  ])('%s: %s', (file, source, titles) => {
    expect(scanSecrets(createDocument(file, fillTokens(source))).map((one) => one.title)).toEqual(titles);
  });
});

describe('a key whose form is its own is known wherever it stands', () => {
  it.each([
    ['rapidapi-key', 'RapidAPI API key'],
    ['deepl-free-key', 'DeepL API key of a free account'],
    ['linkedin-secret', 'LinkedIn client secret'],
    ['xendit-key', 'Xendit live secret key'],
    ['mercadopago-token', 'Mercado Pago access token'],
    ['dbt-token', 'dbt Cloud personal access token'],
    ['voiceflow-key', 'Voiceflow API key'],
    ['hcaptcha-secret', 'hCaptcha secret key'],
    ['checkly-key', 'Checkly API key of a user'],
    ['ory-key', 'Ory API key of a project'],
  ])('%s', (id, title) => {
    expect(scan('src/a.ts', fillTokens(`send('{{token:${id}}}');\n`)).map((one) => one.title)).toEqual([title]);
    expect(scan('src/a.ts', fillTokens(`send('x{{token:${id}}}');\n`))).toEqual([]);
  });

  it('of a webhook the whole, and no key that is in all of them', () => {
    const text = fillTokens("post('https://{{token:google-chat-webhook}}', body);\n");
    expect(scan('src/a.ts', text).map((one) => [one.title, text.slice(...one.at.span)])).toEqual([
      ['Google Chat webhook', text.slice("post('https://".length, text.indexOf("', body"))],
    ]);
  });

  it('but not its form alone', () => {
    expect(scan('a.env', 'RAPIDAPI_KEY=xxxxxxxxxxmshxxxxxxxxxxxxxxxpxxxxxxjsnxxxxxxxxxxxx\n')).toEqual([]);
    expect(scan('src/a.ts', fillTokens("mp('{{token:mercadopago-public-key}}');\n"))).toEqual([]);
    // The letters of Dropbox's, which are those of any number that is full of them.
    expect(scanSecrets(createDocument('src/A.sol', `// | string | 0x${'A'.repeat(62)} |\n`))).toEqual([]);
  });
});
