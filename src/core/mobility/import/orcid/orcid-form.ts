/** A record in the form of ORCID's API; any part of it may be missing. */

export interface OrcidDate {
  year?: { value?: string } | null;
}
export interface Affiliation {
  'role-title'?: string | null;
  'department-name'?: string | null;
  'start-date'?: OrcidDate | null;
  'end-date'?: OrcidDate | null;
  organization?: { name?: string; address?: { city?: string | null; country?: string | null } | null } | null;
}
export interface OrcidRecord {
  'orcid-identifier'?: { path?: string };
  person?: {
    name?: {
      'given-names'?: { value?: string } | null;
      'family-name'?: { value?: string } | null;
      'credit-name'?: { value?: string } | null;
    } | null;
  };
  'activities-summary'?: Record<string, unknown>;
}
