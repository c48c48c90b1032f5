import * as v from 'valibot';

/**
 * How this server behaves where the real one's behaviour is not on record, differs between reports, or would hide a client's mistake.
 * The default of each is what a client can rely on least.
 */
export const BehaviorsSchema = v.strictObject(
  {
    /**
     * Fields that a version of the API does not know, such as `{ v1: ['contents.parts.functionResponse.parts'] }`: what v1 lacks of
     * v1beta is not on record. Default: every version knows all.
     */
    unknownFields: v.optional(v.record(v.string(), v.array(v.string('text'), 'a list of fields'), 'an object')),
    /**
     * Built-in tools beside functions without `includeServerSideToolInvocations`: reports from 2026 differ. Default: refused, and by the
     * Interactions API, which does not know the flag, accepted for the models that are reported to accept it.
     */
    builtInToolsWithoutFlag: v.optional(v.picklist(['refused', 'accepted'], '"refused" or "accepted"')),
    /** The mode AUTO beside `includeServerSideToolInvocations`: "unavailable", but not known to be an error. Default: accepted. */
    autoModeWithFlag: v.optional(v.picklist(['accepted', 'refused'], '"accepted" or "refused"')),
    /**
     * Pictures and files beside a functionResponse for Gemini 3 and later, where they "can lead to thought leakage" (What's new in
     * Gemini 3.5 Flash). Default: refused.
     */
    mediaBesideResponses: v.optional(v.picklist(['refused', 'accepted'], '"refused" or "accepted"')),
    /**
     * A functionResponse whose id or name is not its call's. generateContent answers with an empty STOP "in most cases" (What's new in
     * Gemini 3.5 Flash), which hides the mistake. Default: refused.
     */
    mismatchedResponses: v.optional(v.picklist(['refused', 'empty'], '"refused" or "empty"')),
    /** Whether the answer to `interactions.create` names the interaction that it continues: recorded ones don't. Default: absent. */
    previousInteractionId: v.optional(v.picklist(['absent', 'returned'], '"absent" or "returned"')),
    /** The status of an interaction that ends with function calls; gemini-3.7-flash is reported to say completed. Default: requires_action. */
    callStatus: v.optional(v.picklist(['requires_action', 'completed'], '"requires_action" or "completed"')),
    /** What the user says after function results, in one input: not documented. Default: refused. */
    inputBesideResults: v.optional(v.picklist(['refused', 'accepted'], '"refused" or "accepted"')),
    /**
     * Continuing an interaction in which the server ran a tool of its own: 501 (js-genai #1694, June 2026), or 400 with another text (forum
     * 186291, October 2026, after a stream of gemini-3.8-flash). Default: refused, with 501.
     */
    serverToolHistory: v.optional(
      v.picklist(['refused', 'mismatched', 'accepted'], '"refused", "mismatched" or "accepted"'),
    ),
    /** Continuing an interaction after one before it was deleted: not documented. Default: refused. */
    deletedHistory: v.optional(v.picklist(['refused', 'accepted'], '"refused" or "accepted"')),
    /**
     * Whether `interactions.get` returns the input among the steps, as documented. Default: returned, but absent if the interaction requires
     * action (python-genai #2823).
     */
    inputInGet: v.optional(v.picklist(['absent', 'returned'], '"absent" or "returned"')),
    /** Of a request's body. Default: 100 MB, as since January 2026. */
    maxRequestBytes: v.optional(v.pipe(v.number('a number'), v.minValue(1, 'a number above 0'))),
  },
  'behaviors',
);

export type Behaviors = v.InferOutput<typeof BehaviorsSchema>;

/** Release notes of the Gemini API, 2026-01-08. */
export const MAX_REQUEST_BYTES = 100 * 1024 * 1024;
