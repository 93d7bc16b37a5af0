import { at, ruleTester, typescript } from '../../support/rule-tester.ts';
import { urlPassword } from '../../../rules/secret/url-password.ts';

ruleTester(urlPassword, {
  valid: [
    {
      ...at('src/proxy.js')`
      ask('protokoll://användare:lösenord@värd:port', 'protokol://bruger:adgangskode@vært:port');
    `,
      because: 'the form of an address in other languages',
    },
    {
      ...at('src/monitor.js')`
      init({ dsn: 'https://3f8a9c1e7b2d4056a1c8e9f07b6d2345@errors.quay.dev/4' });
      const own = 'https://kelp-and-otters-2024@dev.azure.com/kelp/tides';
      const file = 'https://cdn.quay.dev/lib@9b1c7d3e5f8a2b4c6d0e1f3a5b7c9d8e0f2a4b6c/index.js';
    `,
      because: 'what Sentry gives to every client, the name of an organisation, and a commit behind a path',
    },
    {
      ...typescript`
      const shown = new URL('https://a:b@quay.dev/?abc#foo');
    `,
      because: 'a letter stands for any password',
    },
    {
      file: 'proxy.pl',
      text: '# export http_proxy="http://proxyuser:proxypass@proxyhost:port"\n',
      because: 'the form of an address, down to its port',
    },
    {
      ...at('README.md')`
      \`http://username:password@myproxy:3128\`, or \`mongodb://user:pass@host.example.com/db\`, \`postgres://DB_USER:DB_PASSWORD@DB_HOST:5432/shop\`
    `,
      because: 'each part of the address is called what it is',
    },
    {
      ...at('src/db.ts')`
      const uri = \`postgres://app:\${process.env.DB_PASSWORD}@db.acme.io/app\`;
    `,
      because: 'the password is put in at run time',
    },
    {
      ...at('run.sh')`
      psql "postgres://app:$PGPASSWORD@db.acme.io/app"
      git clone https://x-access-token:\${TOKEN}@github.com/acme/app
    `,
      because: 'variables of a shell',
    },
    {
      ...at('docs/db.md')`
      Connect to postgres://<user>:<password>@host/db or https://user:your-password@api.acme.io
    `,
      because: 'placeholders',
    },
    {
      ...at('docs/fork.md')`
      Fork from a block with "http://localhost:1337@8675309".
    `,
      because: 'no host is a number',
    },
    {
      ...at('a.md')`
      See https://acme.io:8443/@team and git@github.com:acme/app.git
    `,
      because: 'a port, a path with an at sign, an address of SSH',
    },
    {
      ...at('a.ts')`
      const x = { url: 'https://acme.io', time: '10:20', to: 'bob@acme.io' };
    `,
    },
  ],
  invalid: [
    {
      ...at('deploy.sh')`
      git clone https://«{{token:random-40}}»@github.com/kelp/tides.git
      git clone https://«{{token:random-40:2}}»:x-oauth-basic@github.com/kelp/quays.git
      curl https://«{{token:random-40:3}}»:@api.kelp.ch/v1/charges
    `,
      message: 'token in an address (40 characters) is written here',
      because: 'a token in place of the user',
    },
    {
      ...typescript`
        const sample = 's3://ACCESSKEY:«SECRETKEY»@s3.acme.io/bucket/a.pdf';
      `,
      severity: 'info',
      because: 'words that only say what stands there',
    },
    {
      ...typescript`
        const uri = 'postgres://app:«s3cr3t»@db.acme.io:5432/app';
      `,
      severity: 'low',
      because: 'the word for any secret, spelled with digits',
    },
    {
      ...typescript`
        throw new Error('Must be like dotenv://:«key_1234»@dotenv.org/vault/.env.vault');
      `,
      severity: 'info',
      because: 'the word for any value and a count',
    },
    {
      ...typescript`
      const uri = 'postgres://app:«{{token:password}}»@db.acme.io:5432/app';
    `,
      message: 'host db.acme.io:5432',
      severity: 'high',
    },
    {
      ...at('docker-compose.yml')`
      services:
        api:
          environment:
            DATABASE_URL: mysql://app:«{{token:password}}»@db.acme.io/app
    `,
      suggestions: ['services:\n  api:\n    environment:\n      DATABASE_URL: mysql://app:${DATABASE_PASSWORD}@db.acme.io/app\n'],
    },
    {
      ...at('tests/db.ts')`
      const uri = 'postgres://postgres:«postgres»@localhost:5432/test';
    `,
      severity: 'info',
      because: 'everybody has this one: said, and no more',
    },
  ],
});
