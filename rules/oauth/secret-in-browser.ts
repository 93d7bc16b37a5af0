// Secrets that a program for the browser reads of its build's public variables: they are part of what every visitor downloads.
import { publicSecret } from '../../server/engine/facts/oauth-clients/public-variables.ts';
import { textOf } from '../../server/engine/facts/value.ts';
import { defineRule } from '../../server/engine/rule.ts';

export const secretInBrowser = defineRule({
  id: 'oauth/secret-in-browser',
  meta: {
    title: 'Secret in a program that browsers are given',
    category: 'oauth',
    severity: 'high',
    confidence: 'high',
    frameworks: ['NHI2:2025', 'PR.AA-01'],
    peers: [],
    fix: 'none',
    whyNoFix: 'The call that needs the secret has to move to a server, which only its author can arrange.',
    messages: {
      found:
        '`{name}` becomes a part of the program that every visitor downloads, as all variables of this prefix do: whoever opens the page has it. Rotate it, give it a name without the prefix, and make the call on a server',
    },
    docs: {
      what: 'A program reads a client secret, a private key or the key of a model out of a variable whose prefix (`NEXT_PUBLIC_`, `VITE_`, `REACT_APP_`, `EXPO_PUBLIC_`, …) makes the build put its value into the bundle for browsers and phones.',
      why: 'What a browser is given is public. The secret is in a file that anybody can read, without a login, and works for whoever copies it.',
      remedy:
        'Rotate it. Read it on a server under a name without the prefix, and let the page call an endpoint of your own, which knows who is signed in.',
      bad: [
        {
          file: 'src/chat.ts',
          text: "import OpenAI from 'openai';\n\nexport const model = new OpenAI({ apiKey: import.meta.env.«VITE_OPENAI_API_KEY», dangerouslyAllowBrowser: true });\n",
        },
      ],
      good: [
        {
          file: 'src/chat.ts',
          text: "export const ask = (question: string) => fetch('/api/chat', { method: 'POST', body: question });\nexport const map = import.meta.env.VITE_MAP_STYLE;\n",
        },
      ],
      references: [
        'https://vite.dev/guide/env-and-mode',
        'https://nextjs.org/docs/app/guides/environment-variables',
        'https://datatracker.ietf.org/doc/html/rfc6749#section-2.1',
      ],
    },
  },
  on: {
    oauthClient(client, context) {
      if (client.product !== 'program' || client.value.kind !== 'mapping') return;
      for (const { key, value } of client.value.entries) {
        if (textOf(key) !== publicSecret) continue;
        const name = textOf(value) ?? '';
        context.report({ at: value.at, message: 'found', data: { name }, anchor: `${client.anchor}|public=${name}` });
      }
    },
  },
});
