// Loads provider catalogues, each only when facts of its platform are there.
import type { Catalogs } from '../project.ts';
import type { AreaName } from '../rule.ts';

type Loader = { readonly [K in keyof Catalogs]-?: { readonly area: AreaName; load(): Promise<NonNullable<Catalogs[K]>> } };

const loaders: Partial<Loader> = {
  aws: { area: 'aws', load: async () => (await import('./aws-catalog.ts')).createAwsCatalog() },
  azure: { area: 'azure', load: async () => (await import('./azure-roles.ts')).createAzureRoles() },
  gcp: { area: 'gcp', load: async () => (await import('./gcp-roles.ts')).createGcpRoles() },
};

/** The catalogues that these areas need, together with those that are loaded already. */
export async function loadCatalogs(areas: ReadonlySet<AreaName>, loaded: Catalogs): Promise<Catalogs> {
  const missing = (Object.keys(loaders) as (keyof Catalogs)[]).filter((name) => !loaded[name] && areas.has(loaders[name]!.area));
  if (missing.length === 0) return loaded;
  const found = await Promise.all(missing.map(async (name) => [name, await loaders[name]!.load()] as const));
  return { ...loaded, ...Object.fromEntries(found) };
}
