// Which documents are bundles of Databricks: `databricks.yml`, and files of resources that one includes.
import type { Document } from '../../document.ts';

export function claimsBundle({ format, uri, text }: Document): boolean {
  if (format !== 'yaml' || !/^[ \t]+(?:- )?(?:permissions|grants|run_as)[ \t]*:|^(?:permissions|run_as):/m.test(text)) return false;
  return (
    /(?:^|\/)databricks\.ya?ml$/.test(uri) ||
    /^bundle:/m.test(text) ||
    (/^(?:resources|targets):/m.test(text) &&
      /^[ \t]+(?:jobs|pipelines|schemas|catalogs|volumes|registered_models|clusters|sql_warehouses|apps|experiments|dashboards|model_serving_endpoints|secret_scopes):/m.test(
        text,
      ))
  );
}
