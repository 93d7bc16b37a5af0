// Scopes of Google as its client libraries name them: `DriveScopes.DRIVE` in Java and Kotlin, `drive.DriveScope` in Go,
// `DriveService.Scope.Drive` in C#, `Drive::DRIVE` in PHP, `DriveV3::AUTH_DRIVE` in Ruby. Only those that open much are known.
import { tableOf } from '../../table.ts';
import { isComment } from '../../text/comment.ts';

const auth = (name: string) => `https://www.googleapis.com/auth/${name}`;

/** By the constant's name without its case, underscores and ending. */
const scopes = tableOf<string>({
  drive: auth('drive'),
  mailgooglecom: 'https://mail.google.com/',
  gmailmodify: auth('gmail.modify'),
  gmailsettingsbasic: auth('gmail.settings.basic'),
  gmailsettingssharing: auth('gmail.settings.sharing'),
  spreadsheets: auth('spreadsheets'),
  documents: auth('documents'),
  ...Object.fromEntries(
    [
      'customer',
      'device.mobile',
      'domain',
      'group',
      'group.member',
      'orgunit',
      'resource.calendar',
      'rolemanagement',
      'user',
      'user.alias',
      'user.security',
      'userschema',
    ].map((name) => [`admindirectory${name.replace('.', '')}`, auth(`admin.directory.${name}`)]),
  ),
});

const constant =
  /(?<![\w$])(?:(?:Google_Service_)?(?:Drive|Gmail|Directory|Sheets|Docs)(?:Scopes\.|Service\.Scope\.|::)|(?:Drive|Gmail|AdminDirectory|Sheets|Docs)V\d(?:_\d)?::AUTH_|(?:drive|gmail|admin|sheets|docs)\.(?=\w{1,60}Scope\b))([A-Z]\w{1,60})\b/g;

/** Each constant that stands in the code, with the scope that it is. */
export function googleConstants(text: string): { readonly scope: string; readonly span: readonly [number, number] }[] {
  return [...text.matchAll(constant)].flatMap((match) => {
    const scope = scopes.get(match[1]!.replace(/_|Scope$/g, '').toLowerCase());
    return scope === undefined || isComment(text, match.index)
      ? []
      : [{ scope, span: [match.index, match.index + match[0].length] as const }];
  });
}
