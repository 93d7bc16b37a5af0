// Checks of a login that a program switches off in its library.
import { editing } from '../../server/engine/edit/suggest.ts';
import type { LoginSetting } from '../../server/engine/facts/oauth-clients/login-rows.ts';
import { publicSecret } from '../../server/engine/facts/oauth-clients/public-variables.ts';
import type { TextEdit } from '../../server/engine/fix.ts';
import { textOf } from '../../server/engine/facts/value.ts';
import { defineRule } from '../../server/engine/rule.ts';
import { tableOf } from '../../server/engine/table.ts';

type Message =
  | 'proof'
  | 'plainProof'
  | 'certificate'
  | 'plain'
  | 'state'
  | 'absent'
  | 'links'
  | 'forever'
  | 'long'
  | 'redirects'
  | 'unsigned'
  | 'claims'
  | 'origin'
  | 'site'
  | 'everyone'
  | 'cookie';
const messages: Readonly<Record<LoginSetting, Message>> = {
  'no-pkce': 'proof',
  'plain-pkce': 'plainProof',
  'any-certificate': 'certificate',
  'no-https': 'plain',
  'no-state': 'state',
  'absent-state': 'absent',
  'links-accounts': 'links',
  'token-without-end': 'forever',
  'long-token': 'long',
  'plain-redirects': 'redirects',
  'unsigned-token': 'unsigned',
  'unchecked-claims': 'claims',
  'any-origin': 'origin',
  'any-site': 'site',
  'everyone-in': 'everyone',
  'plain-cookie': 'cookie',
};
/** What a token is to be instead, where one word is enough. */
const contrary = tableOf<string>({
  false: 'true',
  False: 'True',
  true: 'false',
  nil: '2.hours',
  Off: 'On',
  off: 'on',
  no: 'yes',
  plain: 'S256',
});

/** A state as the first entry of the object whose brace stands behind an offset, laid out like the one that stands first. */
function stateIn(text: string, uri: string, behind: number): TextEdit {
  const open = text.indexOf('{', behind) + 1;
  const gap = /^\s*/.exec(text.slice(open, open + 200))![0];
  return { uri, span: [open, open], text: `${gap}state: true,${gap === '' ? ' ' : ''}` };
}

export const programWeakensLogin = defineRule({
  id: 'oauth/program-weakens-login',
  meta: {
    title: 'Program that switches a check of its login off',
    category: 'oauth',
    severity: 'medium',
    confidence: 'high',
    frameworks: ['NHI4:2025', 'PR.AA-03'],
    peers: [],
    fix: 'suggestion',
    messages: {
      proof:
        '`{code}` takes away the proof that whoever redeems a code also asked for it (PKCE): a code that is caught on the way is a login. Require it',
      plainProof:
        '`{code}` takes a proof (PKCE) that is readable in the request itself: whoever sees the request can redeem the code, too. Ask for S256',
      certificate:
        '`{code}` takes any certificate for the server that says who people are: whoever is on the way answers in its place, and is whom they like. Check it, and trust a CA of your own by its file',
      plain:
        '`{code}` lets keys and tokens of this login go over plain HTTP, where whoever is on the way reads and changes them. Ask for HTTPS outside of development',
      state:
        "`{code}`: nothing binds the answer to the browser that asked, so that a link can sign a person in to somebody else's account. Use a random state for each login and compare it",
      absent:
        "`{code}` sends people to sign in without a state, which Passport keeps only where it is told to: nothing binds the answer to the browser that asked, so that a link can sign a person in to somebody else's account. Set `state: true`",
      links:
        '`{code}` joins accounts by their e-mail address: whoever gets a provider to state the address of another person is signed in as them. Link only while signed in',
      forever: '`{code}` gives out tokens without an end: one that leaked works until someone revokes it, or the key is changed',
      long: '`{code}` gives out tokens that are taken for that long, and so is one that leaked. Keep access tokens short and renew them',
      unsigned:
        '`{code}`: the signature of the token is not asked for, so that everybody can write one with the name and the rights that they like. Verify it with the key of the issuer, and name the algorithm',
      claims:
        '`{code}`: a token that was made by somebody else, for another application, or that is long past its end, is a login here. Check issuer, audience and end',
      origin:
        '`{code}` together with credentials: a page of any site calls this service as whoever is signed in, and reads the answer. Name the origins',
      site: '`{code}`: a page of any site sends requests as whoever is signed in, because nobody asks where they come from. Leave the check on',
      everyone:
        '`{code}`: what no rule names is open to whoever calls it, and no rule of this file asks for a login. Ask for one, and name what is open to all',
      cookie:
        '`{code}` sends the cookie of the session, which is the login, over plain HTTP too, where whoever is on the way takes it. Ask for HTTPS outside of development',
      redirects: '`{code}` lets clients have codes and tokens sent to plain HTTP addresses. Require HTTPS',
    },
    docs: {
      what: 'A program sets an option of its OAuth or OpenID Connect library that takes a protection away: PKCE, HTTPS, the state, the signature, issuer, audience or end of tokens, the origins that may call with a session, or the separation of accounts.',
      why: 'Each of these checks stands against an attack that needs nothing but a link or a place on the way. The libraries have them on; the line that switches one off stays when the reason is gone.',
      remedy: 'Take the option out, or set it by environment so that it holds for development alone.',
      bad: [
        {
          file: 'Program.cs',
          text: 'builder.Services.AddAuthentication().AddOpenIdConnect(options =>\n{\n    options.Authority = "https://sso.acme.dev";\n    options.UsePkce = «false»;\n});\n',
        },
        {
          file: 'config/initializers/doorkeeper.rb',
          text: 'Doorkeeper.configure do\n  access_token_expires_in «nil»\nend\n',
        },
      ],
      good: [
        {
          file: 'Program.cs',
          text: 'builder.Services.AddAuthentication().AddOpenIdConnect(options =>\n{\n    options.Authority = "https://sso.acme.dev";\n    options.RequireHttpsMetadata = !builder.Environment.IsDevelopment();\n});\n',
        },
      ],
      references: ['https://datatracker.ietf.org/doc/html/rfc9700', 'https://datatracker.ietf.org/doc/html/rfc7636'],
    },
  },
  on: {
    oauthClient(client, context) {
      if (client.product !== 'program' || client.value.kind !== 'mapping') return;
      for (const { key, value } of client.value.entries) {
        if (textOf(key) === publicSecret) continue;
        const setting = textOf(key) as LoginSetting;
        const code = textOf(value) ?? '';
        const { uri, span } = value.at;
        // The token ends the code, but for a bracket; what stands in quotes is a text and has no contrary.
        const token = code.endsWith(')') ? code.slice(0, -1).trimEnd() : code;
        const other = contrary.get(token.slice(span[0] - span[1]));
        context.report({
          at: value.at,
          message: messages[setting],
          ...(setting === 'absent-state' || setting === 'everyone-in' ? { severity: 'low' as const } : {}),
          data: { code },
          anchor: `${client.anchor}|${setting}=${code}`,
          suggestions: [
            ...(other === undefined ? [] : [editing(`Write ${other}`, uri, () => [{ uri, span, text: other }])]),
            ...(setting === 'absent-state' ? [editing('Add state: true', uri, ({ text }) => [stateIn(text, uri, span[1])])] : []),
          ],
        });
      }
    },
  },
});
