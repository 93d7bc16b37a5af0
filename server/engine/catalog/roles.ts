// Predefined roles of a cloud, judged by what they can do. Data with source and date; see the generated tables beside it.

export interface RoleFacts {
  readonly id: string;
  readonly name: string;
  /**
   * `admin`: assigns roles or controls everything. `escalation`: leads to admin. `data-admin`: hands out keys or secrets.
   * `write`, `read`, `limited`.
   */
  readonly class: 'admin' | 'escalation' | 'data-admin' | 'write' | 'read' | 'limited';
  /** What it can do that matters for privilege, by the words of the generated table. */
  readonly flags: readonly string[];
  /** How many permissions it has, where that is counted. */
  readonly permissions?: number;
  /** The role carries a condition of its own on which roles it may assign. */
  readonly conditioned?: boolean;
}

export interface RoleCatalog {
  /** By id, GUID or display name, any case. Undefined for roles that are not in the table. */
  find(idOrName: string): RoleFacts | undefined;
  /** Every role of the table, for a person to choose from. */
  readonly all: readonly RoleFacts[];
}
