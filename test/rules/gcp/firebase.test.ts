// Security Rules of Firebase: firebase.ts, and what facts/firebase reads of them.
import { describe, expect, it } from 'vitest';
import { firebaseRules } from '../../../rules/gcp/firebase.ts';
import { weigher } from '../../../server/engine/facts/firebase/condition.ts';
import { rolesAskedInDatabase } from '../../../server/engine/facts/firebase/own-role.ts';
import { isWholePath, readRulesText } from '../../../server/engine/facts/firebase/rules-text.ts';
import { inDays } from '../../support/days.ts';
import { expectLinear } from '../../support/growth.ts';
import { ruleTester } from '../../support/rule-tester.ts';

const [openWrite, openCreate, openRead, publicRead, anyLogin, ownRole] = firebaseRules;
const firestore = (...lines: readonly string[]) => ({
  file: 'firestore.rules',
  text: `rules_version = '2';\nservice cloud.firestore {\n  match /databases/{database}/documents {\n${lines.map((line) => `    ${line}\n`).join('')}  }\n}\n`,
});
const storage = (...lines: readonly string[]) => ({
  file: 'web/storage.rules',
  text: `service firebase.storage {\n  match /b/{bucket}/o {\n${lines.map((line) => `    ${line}\n`).join('')}  }\n}\n`,
});
const database = (rules: string) => ({ file: 'database.rules.json', text: `{\n  "rules": {\n    ${rules}\n  }\n}\n` });
const [year, month, day] = inDays(40).split('-').map(Number);

ruleTester(openWrite!, {
  valid: [
    firestore('match /a/{id} { allow write: if request.auth.uid == id; }'),
    firestore('match /a/{id} { allow write: if false; }'),
    firestore('// match /a/{id} { allow write: if true; }'),
    { ...firestore('match /a/{id} { allow write: if request.resource.data.open == true; }'), because: 'asks something of the data' },
    { ...firestore('match /a/{id} { allow write: if true && isOwner(); }'), because: 'the other operand decides' },
    { ...firestore('match /a/{id} { allow write: if request.auth == null ? false : true; }'), because: 'a choice is not weighed' },
    { ...firestore('match /a/{id} { allow write: if request.time < timestamp.date(2020, 1, 1); }'), because: 'its time is over' },
    { file: 'alerts.rules', text: 'groups:\n  - name: allow write: if true;\n', because: 'rules of another program' },
    database('".write": false'),
    database('"orders": { "$id": { ".write": "auth.uid === $id" } }'),
    {
      ...firestore(
        'match /a/{id} { function may() { return true; } allow read: if may(); }',
        'match /b/{id} { function may() { return request.auth.uid == id; } allow write: if may(); }',
      ),
      because: 'each match has a function of its own by this name',
    },
    {
      ...firestore(
        'function may(id) { return request.auth.uid == id; }',
        'function may() { let a = 1; return true; }',
        'match /a/{id} { allow write: if may(); }',
      ),
      because: 'two functions have the name',
    },
    { ...firestore('match /a/{id} { allow write: if true && {"a": isOwner()}.a; }'), because: 'the operand goes on behind a brace' },
    {
      file: 'infra/main.tf',
      text: '# resource "google_firebaserules_ruleset" "a" {\n#   content = <<EOT\n# service cloud.firestore {\n#   match /databases/{d}/documents { match /{x=**} { allow write: if true; } }\n# }\n# EOT\n# }\n',
      because: 'the resource is commented out',
    },
    { file: 'data.json', text: '{ "rules": { "write": true } }', because: 'no rule of a database' },
  ],
  invalid: [
    firestore('match /a/{id} { allow read, write: if «true»; }'),
    firestore('match /a/{id} { «allow read, write»; }'),
    { ...firestore('match /a/{id} { allow read, create: if «true»; }'), severity: 'critical' },
    firestore('function may(id) { return true; }', 'match /a/{id} { allow write: if «may(id)»; }'),
    { ...firestore('match /a/{id} { allow get, delete: if «true»; }'), message: 'may read and delete `' },
    { ...firestore('match /a/{id} { allow create, update: if «true»; }'), message: 'may change `' },
    firestore('match /a/{id} {', '  allow write: if «true»', '  allow get: if request.auth.uid == id', '}'),
    firestore('match /a/{id} { allow get: if {"a": 1}.size() == 2; }', 'match /b/{id} { allow write: if «true»; }'),
    firestore('match /a/{id} {', '  allow update: // for now', '    if «true»;', '}'),
    firestore('match /a/{id} { allow update: if «signedIn() || true»; }'),
    firestore('function open() { return true; }', 'match /a/{id} { allow delete: if «open()»; }'),
    {
      ...firestore(`match /{d=**} { allow read, write: if «request.time < timestamp.date(${year}, ${month}, ${day})»; }`),
      message: `until ${inDays(40)}`,
    },
    { ...storage('match /{path=**} { «allow read, write»; }'), message: 'everything that is stored here' },
    {
      file: 'infra/main.tf',
      text: 'resource "google_firebaserules_ruleset" "a" {\n  source {\n    files {\n      name    = "f"\n      content = "service cloud.firestore { match /databases/{d}/documents { match /{x=**} { allow write: if «true»; } } }"\n    }\n  }\n}\n',
    },
    { ...database('".write": «true»'), message: 'as in `auth.uid == …`' },
    database('"rooms": { ".write": "«true»" }'),
  ],
});

ruleTester(openCreate!, {
  valid: [
    firestore('match /a/{id} { allow create: if request.auth.uid == id; }'),
    {
      ...firestore('match /a/{id} { allow create: if request.resource.data.keys().hasOnly(["text"]); }'),
      because: 'what is added is checked',
    },
    { ...firestore('match /a/{id} { allow create, update: if true; }'), because: 'what is there may be changed' },
    { ...firestore('match /a/{id} { allow create: if request.auth != null; }'), because: 'a login is asked for' },
  ],
  invalid: [
    { ...firestore('match /enquiries/{id} { allow create: if «(true)»; }'), message: 'may add to `/enquiries/{id}`' },
    storage('match /uploads/{file} { «allow create»; }'),
  ],
});

ruleTester(openRead!, {
  valid: [
    firestore('match /catalogue/{item} { allow read: if true; }'),
    database('"news": { ".read": true }'),
    { ...database('"$other": { ".read": true }, "orders": { ".read": false }'), because: 'a variable takes what no name beside it does' },
  ],
  invalid: [
    firestore('match /{d=**} { allow get, list: if «true»; }'),
    firestore('match /{collection}/{id} { allow read: if «true»; }'),
    database('".read": «true»'),
    { ...database('".read": «true», "orders": { ".read": false }'), because: 'what is opened above is not closed below' },
    database('// until the app is out\n    "$room": { ".read": «true» }'),
    database(`".read": "«now < ${Date.parse(`${inDays(40)}T00:00:00Z`)}»"`),
  ],
});

ruleTester(publicRead!, {
  valid: [firestore('match /{d=**} { allow read: if true; }'), firestore('match /a/{id} { allow read, write: if true; }')],
  invalid: [firestore('match /catalogue/{item} { allow read: if «true»; }'), storage('match /site/{file} { «allow read»; }')],
});

ruleTester(anyLogin!, {
  valid: [
    { ...firestore('match /posts/{id} { allow read: if request.auth != null; }'), because: 'one path for members' },
    firestore('match /{d=**} { allow read: if request.auth != null && request.auth.token.staff; }'),
    database('"users": { ".read": "auth != null" }'),
    {
      ...firestore('match /{d=**} { allow read: if request.auth != null && request.time < timestamp.date(2020, 1, 1); }'),
      because: 'its time is over',
    },
  ],
  invalid: [
    firestore('match /{d=**} { allow read, write: if «request.auth != null»; }'),
    firestore('function signedIn() { return request.auth.uid != null; }', 'match /{d=**} { allow write: if «signedIn()»; }'),
    database('".write": "«auth != null»"'),
  ],
});

const isAdmin = "function isAdmin() { return get(/databases/$(database)/documents/users/$(request.auth.uid)).data.role == 'admin'; }";
const isOwner = 'function isOwner(uid) { return request.auth != null && request.auth.uid == uid; }';

const asksRole = `"a": { ".read": "root.child('users').child(auth.uid).child('role').val() === 'staff'" }`;

ruleTester(ownRole!, {
  valid: [
    { ...firestore(isOwner, 'match /users/{id} { allow write: if isOwner(id); }'), because: 'nothing is decided by the document' },
    { ...firestore(isAdmin, isOwner, 'match /users/{id} { allow write: if isAdmin(); allow read: if isOwner(id); }') },
    {
      ...firestore(
        isAdmin,
        isOwner,
        'match /users/{id} { allow update: if isOwner(id) && request.resource.data.role == resource.data.role; }',
      ),
      because: 'the role is compared with what it was',
    },
    {
      ...firestore(
        isAdmin,
        "match /users/{id} { allow update: if request.auth.uid == id && !request.resource.data.diff(resource.data).affectedKeys().hasAny(['role']); }",
      ),
      because: 'the role is left out of what may be changed',
    },
    { ...firestore(isAdmin, isOwner, 'match /users/{id} { allow delete: if isOwner(id); }'), because: 'who deletes gains no role' },
    { ...firestore(isAdmin, isOwner, 'match /profiles/{id} { allow write: if isOwner(id); }'), because: 'another collection' },
    {
      ...firestore(isAdmin, isOwner, 'match /users/{id}/notes/{note} { allow write: if isOwner(id); }'),
      because: 'what stands below the document',
    },
    {
      ...firestore(isAdmin, 'match /users/{id} { allow write: if request.auth.uid == resource.data.owner; }'),
      because: 'somebody else owns it',
    },
    { ...firestore(isAdmin, 'match /users/{id} { allow write: if isOwner(id, 1); }', isOwner), because: 'called with more than it takes' },
    {
      ...firestore(
        'function roleOf(uid) { return get(/databases/$(database)/documents/users/$(uid)).data.role; }',
        'match /users/{id} { allow write: if request.auth.uid == id; allow read: if roleOf(id) == 0; }',
      ),
      because: 'the role of somebody else is asked for',
    },
    {
      ...firestore(
        "// get(/databases/$(database)/documents/users/$(request.auth.uid)).data.role == 'admin'",
        'match /users/{id} { allow write: if request.auth.uid == id; }',
      ),
      because: 'what a comment says',
    },
    { ...firestore(isAdmin, 'match /users/{id} { allow write: if true; }'), because: 'what everybody may write is said as such' },
    { ...database(`"users": { "$id": { ".write": "auth.uid === $id" } }`), because: 'nothing is decided by the node' },
    {
      ...database(
        `"users": { "$id": { ".write": "auth.uid === $id", "role": { ".validate": "newData.val() === 'guest'" } } }, "a": { ".read": "root.child('users').child(auth.uid).child('role').val() === 'staff'" }`,
      ),
      because: 'the role is compared with the words that it may be',
    },
    ...['"$other": { ".validate": false }', '"role": { ".validate": "!newData.exists()" }', `".validate": "!newData.hasChild('role')"`].map(
      (validated) => ({
        ...database(`"users": { "$id": { ".write": "auth.uid === $id", ${validated} } }, ${asksRole}`),
        because: 'the role may not be written',
      }),
    ),
    {
      ...database(`"users": { "$id": { ".write": "auth.uid === $id" } }\n// , ${asksRole}\n`),
      because: 'what a comment says',
    },
    {
      ...database(`"users": { "$id": { ".write": "auth.uid === $id" } }, "a": { ".read": "root.child('users').child(auth.uid).exists()" }`),
      because: 'who has a node has signed up, and no more',
    },
    {
      ...database(
        `"users": { "$id": { ".write": "auth.uid === $id" } }, "a": { ".validate": "newData.val() == root.child('users').child(auth.uid).child('name').val()" }`,
      ),
      because: 'nothing is decided by a name',
    },
    {
      ...firestore(
        'match /users/{id} { allow write: if request.auth.uid == id; }',
        'match /posts/{p} { allow create: if request.resource.data.author == get(/databases/$(database)/documents/users/$(request.auth.uid)).data.displayName; }',
      ),
      because: 'a name that is shown decides nothing',
    },
    {
      ...database(
        `"users": { "$id": { ".write": "auth.uid === $id && data.val() == null" } }, "a": { ".read": "root.child('users').child(auth.uid).exists()" }`,
      ),
      because: 'more is asked of who writes',
    },
  ],
  invalid: [
    {
      ...firestore(isAdmin, isOwner, 'match /users/{id} { allow write: if «isOwner(id) || isAdmin()»; }'),
      message: 'may write their own document in `users`, with the `role` that these rules decide by',
    },
    firestore(isAdmin, 'match /users/{id} { allow read, update: if «id == request.auth.uid»; }'),
    firestore(isAdmin, 'match /users/{id} {', '  allow create: if «request.auth != null && request.auth.uid == id»;', '}'),
    { ...firestore(isAdmin, 'match /users/{id} { allow write: if «request.auth != null»; }'), message: 'every document in `users`' },
    {
      ...firestore(
        'function me() { return get(/databases/$(database)/documents/members/$(request.auth.uid)).data; }',
        'match /members/{id} { allow write: if «request.auth.uid == id»; }',
        'match /posts/{id} { allow write: if me().level > 2; }',
      ),
      message: 'the `level`',
      because: 'the document is handed on by a function',
    },
    {
      ...firestore(
        'function has(uid) { return get(/databases/$(database)/documents/members/$(uid)).data.admin == true; }',
        'match /posts/{id} { allow write: if has(request.auth.uid); }',
        'match /members/{id} { allow write: if «request.auth.uid == id»; }',
      ),
      message: 'the `admin`',
      because: 'the caller is handed on to a function',
    },
    {
      ...firestore(
        'function may() { let me = get(/databases/$(database)/documents/members/$(request.auth.uid)).data; return me.level > 2; }',
        'match /members/{id} { allow write: if «request.auth.uid == id»; }',
      ),
      message: 'with what these rules decide by',
    },
    {
      ...database(
        `"users": { "$id": { ".write": "«auth != null && $id === auth.uid»", ".validate": "newData.hasChildren(['role'])" } }, "a": { ".read": "root.child('users').child(auth.uid).child('role').val() === 'staff'" }`,
      ),
      message: 'their own document in `users`, with the `role`',
    },
    {
      ...database(
        `"users": { "$id": { ".write": "«auth.uid === $id»", "role": { ".validate": "newData.isString()" }, "name": { ".validate": "newData.val() != ''" }, "$other": { ".validate": false } } }, ${asksRole}`,
      ),
      because: 'other fields are compared, and the role is not',
    },
    {
      ...database(
        `"members": { "$id": { ".write": "«auth != null»" } }, "a": { ".read": "root.child('members/' + auth.uid + '/level').val() > 2" }`,
      ),
      message: 'every document in `members`, with the `level`',
    },
  ],
});

it('what is asked of the own node takes time in proportion to the text', async () => {
  for (const piece of ["root.child('a').child(auth.uid)", "root.child('", "root.child('a/' + "])
    await expectLinear(piece, 500, (size) => {
      const text = piece.repeat(size);
      return () => rolesAskedInDatabase(text);
    });
});

describe('what a text of rules says', () => {
  it('keeps the path of the matches around an allow', () => {
    const { allowances } = readRulesText(firestore('match /a/{x} { match /b/{y} { allow get; } }', 'match /c/{z} { allow list; }').text);
    expect(allowances.map(({ path }) => path)).toEqual([
      '/databases/{database}/documents/a/{x}/b/{y}',
      '/databases/{database}/documents/c/{z}',
    ]);
    expect(isWholePath('/databases/{d}/documents/{x=**}')).toBe(true);
    expect(isWholePath('/b/{bucket}/o/public/{x=**}')).toBe(false);
  });

  it.each([
    'service cloud.firestore {',
    'service cloud.firestore { match /a/{x { allow',
    'service cloud.firestore { allow : if ; allow read: ; allow fly: if true; }',
    `service cloud.firestore { match /a ${'{ '.repeat(5000)} allow write; }`,
    'service cloud.firestore { function constructor() { return true; } match /a/{b} { allow write: if toString(); } }',
  ])('reads %#, which is broken, as far as it goes', (text) => {
    expect(() => readRulesText(text)).not.toThrow();
  });

  it('weighs each function once, whoever calls it: eight that call each other four hundred times would never end', () => {
    const calls = (name: string): string => `${name}() || `.repeat(400) + 'false';
    const functions = new Map('abcdefgh'.split('').map((name, index) => [name, { parameters: [], body: calls('bcdefghi'[index]!) }]));
    expect(weigher(functions)('a()').reach).toBe('some');
  });

  it('weighs deep and long conditions no further than it says', () => {
    expect(weigher(new Map())(`${'('.repeat(5000)}true${')'.repeat(5000)}`).reach).toBe('some');
    expect(weigher(new Map([['a', { parameters: [], body: 'a()' }]]))('a()').reach).toBe('some');
    expect(weigher(new Map())('x || ('.repeat(100) + 'true' + ')'.repeat(100)).reach).toBe('some');
  });

  it.each([
    'service cloud.firestore {} ',
    'service cloud.firestore { " ',
    'service cloud.firestore {} " ',
    'service cloud.firestore { match /a/{b} { allow write: if a() || true; } }\n',
    'match/match/',
    'match /{b ',
    'match /a { allow read: if true; ',
    'allow write: if a(\n',
    'function a() { return ',
    'get(/databases/$(d)/documents/a/$(request.auth.uid)).data',
    'function a(b',
    'a(request.auth.uid',
    'f( ',
  ])('takes time in proportion to %j', async (piece) => {
    await expectLinear(piece, 500, (size) => {
      const text = `service cloud.firestore {${piece.repeat(size)}`;
      return () => readRulesText(text);
    });
  });
});
