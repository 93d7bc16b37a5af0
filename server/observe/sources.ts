// Every kind of export that is read. Loaded by name, so that reading one brings one parser.
import type { ObservationSource } from '../engine/observation.ts';
import type { Source } from './reading.ts';

const load: Readonly<Partial<Record<ObservationSource, () => Promise<Source>>>> = {
  'aws-authorization-details': async () => (await import('./sources/aws-authorization-details.ts')).awsAuthorizationDetails,
  'aws-credential-report': async () => (await import('./sources/aws-credential-report.ts')).awsCredentialReport,
};

export const sourceNames = Object.keys(load) as readonly ObservationSource[];

export async function sourceNamed(name: ObservationSource): Promise<Source> {
  return load[name]!();
}
