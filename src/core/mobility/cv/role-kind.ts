/** What a role is: a kind of position, or `none` for what is no position, or an event of studying. */
export type RoleKind =
  | 'bachelor'
  | 'master'
  | 'doctorate'
  | 'postdoc'
  | 'job'
  | 'visiting'
  | 'award'
  | 'administrative'
  | 'none'
  | 'enter'
  | 'finish'
  | 'leave';

/** Words for a kind of role. */
export type Words = readonly [RoleKind, RegExp];
