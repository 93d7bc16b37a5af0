// Predefined roles of a cloud, judged by what they can do. Data with source and date; see the generated tables beside it.

export interface RoleFacts {
  readonly id: string;
  readonly name: string;
  /** `admin`: controls identities or everything. `escalation`: leads to admin. `write`, `read`, `limited`. */
  readonly class: 'admin' | 'escalation' | 'data-admin' | 'write' | 'read' | 'limited';
  readonly note?: string;
}

export interface RoleCatalog {
  /** By id, GUID or display name, any case. Undefined for roles that are not in the table. */
  find(idOrName: string): RoleFacts | undefined;
}
