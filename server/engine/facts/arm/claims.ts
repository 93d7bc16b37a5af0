// Which JSON documents are ARM templates: those that name the schema.
import type { Document } from '../../document.ts';

export function claimsArm(document: Document): boolean {
  return document.format === 'json' && /deploymentTemplate\.json/i.test(document.text.slice(0, 4000)) && document.text.includes('"resources"');
}
