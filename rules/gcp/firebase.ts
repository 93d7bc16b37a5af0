// Security Rules of Firebase that ask for nothing, or for a login that everybody can make.
import { lifetimeOf } from '../../server/engine/facts/lifetime.ts';
import type { Grant } from '../../server/engine/facts/types.ts';
import { placeOf, textOf } from '../../server/engine/facts/value.ts';
import { defineRule, type Rule } from '../../server/engine/rule.ts';
import { metaOfRow, type RuleRow } from '../../server/engine/rule-row.ts';
import { tableOf } from '../../server/engine/table.ts';

const rules = (path: string, allow: string): string => `rules_version = '2';
service cloud.firestore {
  match /databases/{database}/documents {
    match ${path} {
      ${allow}
    }
  }
}
`;

/** What one grant of Firebase opens. */
interface Opened {
  /** In words: `read and change`. */
  readonly doing: string;
  readonly writes: boolean;
  /** Nothing that is there can be read or changed. */
  readonly onlyAdds: boolean;
  /** Everything that the database or bucket holds, and not one path of it. */
  readonly whole: boolean;
  /** By a login alone, and not without one. */
  readonly byLogin: boolean;
}

interface FirebaseRule extends RuleRow {
  readonly id: string;
  /** May name {doing}, {where}, {until} and {who}. */
  readonly message: string;
  readonly covers: (opened: Opened) => boolean;
}

const guides = ['https://firebase.google.com/docs/rules/insecure-rules', 'https://firebase.google.com/docs/rules/rules-and-auth'];
const whyNoFix = 'Who may read and write what is known to the app alone.';

const table: readonly FirebaseRule[] = [
  {
    id: 'gcp/firebase-open-write',
    title: 'Data that everybody may change',
    severity: 'critical',
    message: 'Everybody on the internet may {doing} {where} without signing in{until}: ask who they are, as in `{who} == …`',
    what: 'A rule of Cloud Firestore, Cloud Storage or the Realtime Database that lets everybody write.',
    why: 'Apps for browsers and phones talk to the database directly, and its address stands in the app. The rules are the only guard: without a condition anybody adds, replaces or deletes what they like, as far as the rule lets them.',
    remedy: 'Ask for `request.auth.uid` and compare it with the owner of the data, or set `if false` and write through a server.',
    bad: rules('/orders/{order}', 'allow read, write: if «true»;'),
    good: rules('/orders/{order}', 'allow read, write: if request.auth.uid == resource.data.owner;'),
    covers: ({ writes, onlyAdds, byLogin }) => writes && !onlyAdds && !byLogin,
    whyNoFix,
  },
  {
    id: 'gcp/firebase-open-create',
    title: 'A path that everybody may add to',
    severity: 'medium',
    message:
      'Everybody on the internet may {doing} {where} without signing in{until}: check what they add (`request.resource.data`), or take it through a server that counts',
    what: 'A rule of Cloud Firestore or Cloud Storage that lets everybody add, and neither read nor change what is there.',
    why: 'A form of a public page needs no more. A script fills the path with what it likes as often as it likes, and each document is paid for and read by somebody.',
    remedy: 'Ask for the fields and the sizes that the form sends, use App Check, or let a function write that counts who sends how much.',
    bad: rules('/enquiries/{enquiry}', 'allow create: if «true»;'),
    good: rules('/enquiries/{enquiry}', 'allow create: if request.resource.data.text.size() < 2000;'),
    covers: ({ onlyAdds, byLogin }) => onlyAdds && !byLogin,
    whyNoFix,
  },
  {
    id: 'gcp/firebase-open-read',
    title: 'A whole database that everybody may read',
    severity: 'high',
    message:
      'Everybody on the internet may {doing} {where} without signing in{until}: open the paths that are meant for the public, and no others',
    what: 'A rule that lets everybody read all documents, files or nodes.',
    why: 'Whatever is stored later, by whichever feature, is public from its first day.',
    remedy: 'Match the collections or folders that are public by name, and leave everything else closed.',
    bad: rules('/{document=**}', 'allow read: if «true»;'),
    good: rules('/catalogue/{item}', 'allow read: if request.auth.token.staff == true;'),
    covers: ({ writes, whole, byLogin }) => !writes && whole && !byLogin,
    whyNoFix,
  },
  {
    id: 'gcp/firebase-public-read',
    title: 'A path that everybody may read',
    severity: 'low',
    profile: 'audit',
    message: 'Everybody on the internet may {doing} {where} without signing in{until}; see that nothing of one person stands there',
    what: 'A rule that lets everybody read the documents, files or nodes of a path.',
    why: 'What is meant for the public may be public. Paths grow, and a field with an address or a name goes out with the rest.',
    remedy: 'Keep what belongs to one person in another path, with a condition on who reads it.',
    bad: rules('/profiles/{user}', 'allow read: if «true»;'),
    good: rules('/profiles/{user}', 'allow read: if request.auth.uid == user;'),
    covers: ({ writes, whole, byLogin }) => !writes && !whole && !byLogin,
    whyNoFix,
  },
  {
    id: 'gcp/firebase-any-login',
    title: 'A whole database for whoever signs in',
    severity: 'medium',
    profile: 'strict',
    message: 'Whoever signs in may {doing} {where}{until}, what belongs to others included: compare `{who}` with the owner of the data',
    what: 'A rule for all documents, files or nodes that asks for a login and for nothing else.',
    why: 'In most apps anybody can make themselves an account. Each then reads or changes the data of all others.',
    remedy: 'Match paths by name and compare the user with the owner of the data, or ask for a claim of the token.',
    bad: rules('/{document=**}', 'allow read, write: if «request.auth != null»;'),
    good: rules('/users/{user}', 'allow read, write: if request.auth.uid == user;'),
    covers: ({ whole, byLogin }) => whole && byLogin,
    whyNoFix,
  },
];

/** What may be done, by the action of a grant. */
const inWords = tableOf<string>({
  'firebase:read': 'read',
  'firebase:write': 'change',
  'firebase:create': 'add to',
  'firebase:delete': 'delete',
});

/** What a grant opens, or undefined where it is none of Firebase's. */
function openedBy(grant: Grant): Opened | undefined {
  const doings = grant.actions.flatMap((action) => inWords.get(textOf(action) ?? '') ?? []);
  const [who] = grant.principals;
  if (grant.platform !== 'gcp' || !who || doings.length === 0) return undefined;
  return {
    doing: doings.join(' and '),
    writes: doings.some((doing) => doing !== 'read'),
    onlyAdds: doings.every((doing) => doing === inWords.get('firebase:create')),
    whole: grant.scope[0]?.level === 'everything',
    byLogin: who.kind === 'authenticated',
  };
}

const openings: readonly Rule[] = table.map((row) =>
  defineRule({
    id: row.id,
    meta: metaOfRow(row, {
      category: 'admin',
      frameworks: ['NHI4:2025', 'PR.AA-05'],
      fix: 'none',
      messages: { open: row.message },
      file: 'firestore.rules',
      references: guides,
    }),
    on: {
      grant(grant, context) {
        const opened = openedBy(grant);
        if (!opened || !row.covers(opened) || lifetimeOf(grant, context.project.workspace.today) === 'ended') return;
        const until = textOf(grant.lifetime.until)?.slice(0, 10);
        context.report({
          at: placeOf(grant.principals[0]!.id),
          message: 'open',
          anchor: grant.anchor,
          data: {
            doing: opened.doing,
            where: opened.whole ? 'everything that is stored here' : `\`${inDatabase(textOf(grant.scope[0]!.id) ?? '')}\``,
            until: until === undefined ? '' : ` until ${until}`,
            // What the Realtime Database calls it, whose rules are JSON.
            who: /\.json5?$/.test(grant.anchor.split('|')[1] ?? '') ? 'auth.uid' : 'request.auth.uid',
          },
        });
      },
    },
  }),
);

/** A path as the database or the bucket has it. */
function inDatabase(path: string): string {
  return path.replace(/^\/databases\/[^/]+\/documents(?=\/)|^\/b\/[^/]+\/o(?=\/)/, '');
}

const roleRules = (allow: string): string => `rules_version = '2';
service cloud.firestore {
  match /databases/{database}/documents {
    function isAdmin() {
      return get(/databases/$(database)/documents/users/$(request.auth.uid)).data.role == 'admin';
    }
    match /users/{user} {
      ${allow}
    }
  }
}
`;

const ownRole = defineRule({
  id: 'gcp/firebase-own-role',
  meta: metaOfRow(
    {
      title: 'A role that its holder may write',
      severity: 'high',
      what: 'Rules of Cloud Firestore or the Realtime Database that ask the document of the caller for a role, and let the caller write that document as they like.',
      why: 'The document decides what somebody may do, and whoever signs in may write it from a browser: one request, and a customer is an administrator.',
      remedy:
        'Let nobody but administrators or a server write the field: ask for `request.resource.data.role == resource.data.role` in an update and for the least role in a create, keep roles in a path of their own, or in the claims of the token.',
      bad: roleRules('allow read, write: if «request.auth.uid == user || isAdmin()»;'),
      good: roleRules('allow update: if isAdmin() || request.auth.uid == user && request.resource.data.role == resource.data.role;'),
      whyNoFix: 'Which fields the app writes is known to the app alone.',
    },
    {
      category: 'admin',
      frameworks: ['NHI5:2025', 'PR.AA-05'],
      fix: 'none',
      messages: {
        own: 'Whoever signs in may write {whose} in `{collection}`, with {field} these rules decide by: let only a server or an administrator write that, or compare it with what it was',
      },
      file: 'firestore.rules',
      references: [
        'https://firebase.google.com/docs/firestore/solutions/role-based-access',
        'https://firebase.google.com/docs/rules/data-validation',
      ],
    },
  ),
  on: {
    grant(grant, context) {
      const [asked] = grant.conditions;
      if (grant.platform !== 'gcp' || !asked || textOf(grant.actions[0]) !== 'firebase:own-role') return;
      const field = textOf(asked.values[0]);
      context.report({
        at: placeOf(grant.principals[0]!.id),
        message: 'own',
        anchor: grant.anchor,
        data: {
          whose: asked.key === 'self' ? 'their own document' : 'every document',
          collection: textOf(grant.scope[0]!.id) ?? '',
          field: field === undefined ? 'what' : `the \`${field}\` that`,
        },
        related: [{ at: asked.at, message: 'asked for here' }],
      });
    },
  },
});

/** The rules of Firebase: one covers each opening, one what opens by way of a role. */
export const firebaseRules: readonly Rule[] = [...openings, ownRole];
