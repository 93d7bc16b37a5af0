// Names that hold only where they are written: an address of Terraform, a logical id of a template, the role that a service
// of the Serverless Framework makes. Two folders may have the same one and mean two identities.
import { folderOf } from '../document.ts';
import type { Dialect } from './types.ts';

/** Dialects in which a name is one of its document; in the others it is one of its folder. */
const ofDocument: ReadonlySet<Dialect> = new Set(['cloudformation', 'serverless']);

/** The folder or document that such a name is of. */
export function placeOfNames(dialect: Dialect, uri: string): string {
  return ofDocument.has(dialect) ? uri : folderOf(uri);
}

/** The name with the place that it is of: `aws_iam_role.default@infra/shop`. At the root the name alone. */
export function localName(name: string, dialect: Dialect, uri: string): string {
  const place = placeOfNames(dialect, uri);
  return place === '' ? name : `${name}@${place}`;
}
