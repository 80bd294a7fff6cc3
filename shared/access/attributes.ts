/** One value of an attribute, or the several that it has. */
type AttributeValue = string | number | boolean | readonly (string | number | boolean)[];

/** By the name inside of the brackets, such as `Microsoft.Authorization/roleAssignments:RoleDefinitionId`. */
export type Attributes = Readonly<Record<string, AttributeValue>>;

export const attributeSources = ['request', 'resource', 'principal', 'environment'] as const;
export type AttributeSource = (typeof attributeSources)[number];

/**
 * What conditions may ask about besides the action. A source that is here is whole: what it does not have does not
 * exist. A source that is left out is not known, and neither is any expression on it.
 */
export type KnownAttributes = { readonly [source in AttributeSource]?: Attributes };
