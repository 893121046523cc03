namespace PersonaGrain.Gateway.Problems;

/// <summary>Every kind of fault that the gateway itself finds. The codes are public and append-only: <c>urn:personagrain:fault:CODE</c>.</summary>
internal static class ProblemKinds
{
    private const string Again =
        "Send the same request again after Retry-After. A part of it may have been taken: an event with an id of its own counts once, one without can count twice.";

    private static readonly Dictionary<string, ProblemKind> Known = new(StringComparer.Ordinal)
    {
        ["empty_body"] = new(400, "The request has no body", "Send the JSON of one call as the body."),
        ["invalid_json"] = new(400, "The body is not JSON", "Send JSON as RFC 8259 has it; NaN and Infinity are not part of it."),
        ["invalid_gzip"] = new(400, "The body is not gzip", "Compress the whole body, or leave Content-Encoding out."),
        ["invalid_compression"] = new(400, "The body is not compressed as it says", "Compress the whole body, or leave Content-Encoding out."),
        ["invalid_event"] = new(400, "The body is not an event", "Send one JSON object per event."),
        ["invalid_event_type"] = new(400, "The type of the event is not known", "Use track, identify, page, screen, group, alias or merge."),
        ["unsupported_call"] = new(400, "The call is not supported yet", "Leave it out; send what a person does under one userId."),
        ["invalid_merge"] = new(400, "A merge does not name its identities", "Send 2 to 16 of them in 'mergeProperties', each with type and value."),
        ["missing_event_name"] = new(400, "A track call has no event name", "Send the name of what happened in 'event'."),
        ["empty_batch"] = new(400, "The batch is empty", "Send at least one event in 'batch'."),
        ["missing_id"] = new(400, "The request names nobody", "Send userId or anonymousId; a native signal also needs its own id."),
        ["blocked_id"] = new(400, "The id is not the id of a person", "Send the real id, or leave the field out."),
        ["wrong_type"] = new(400, "A field holds the wrong type", "Send the type that the detail names."),
        ["invalid_time"] = new(400, "A time can not be read", "Write times like 2026-03-01T12:00:00Z."),
        ["invalid_text"] = new(400, "A text is not valid Unicode or has control characters", "Send valid UTF-8 without NUL."),
        ["not_finite"] = new(400, "A number is not finite", "Send a finite number."),
        ["nested_too_deeply"] = new(400, "The data is nested too deeply", "Send flatter data."),
        ["too_many_attributes"] = new(400, "The event has too many attributes", "Send those that matter."),
        ["all_events_rejected"] = new(400, "No event of the batch could be taken", "Each reason stands in 'rejected'."),
        ["invalid_parameter"] = new(400, "A parameter can not be used", "See the detail."),
        ["unknown_parameter"] = new(400, "A parameter of the query is not known", "Leave it out, or write one that the detail names; /docs lists them."),
        ["unknown_host"] = new(400, "The request names a host that is not served", "Use an address that the server listens on; AllowedHosts of its configuration takes others."),
        ["invalid_cursor"] = new(400, "The cursor is not one that was given out", "Start again without a cursor, then use 'next' of each page."),
        ["invalid_token_request"] = new(400, "The request for a token has faults", "Each fault stands in 'faults'."),
        ["invalid_identity_request"] = new(400, "The request about identities has faults", "Each fault stands in 'faults'."),
        ["invalid_member_request"] = new(400, "The request about a member has faults", "Each fault stands in 'faults'."),
        ["missing_account"] = new(400, "The request names no account", "Send the account's id, in 'groupId' of a group call."),
        ["account_too_long"] = new(400, "The id of the account is too long", "Send a shorter id."),
        ["identity_of_account"] = new(400, "The identity is an account's, and not a person's", "Name a person; a group call says to which account it belongs."),
        ["invalid_workspace_request"] = new(400, "The request about a workspace has faults", "Each fault stands in 'faults'."),
        ["invalid_search"] = new(400, "The search has faults", "Each fault stands in 'faults'."),
        ["nothing_asked"] = new(400, "The search says neither by what to sort nor whom to look for", "Send sort, or conditions in 'where'."),
        ["invalid_decision"] = new(400, "The decision request has faults", "Each fault stands in 'faults'."),
        ["bad_request"] = new(400, "The request can not be read", "See the detail."),
        ["missing_key"] = new(401, "The request shows no key", "Send the key as the Basic user with an empty password, or as a Bearer token."),
        ["invalid_key"] = new(401, "The key is not known", "Use a key that is configured for this grid."),
        ["invalid_token"] = new(401, "The token is not one that was made here", "Ask your server for a new token: POST /v1/tokens makes it."),
        ["expired_token"] = new(401, "The token's time is over", "Ask your server for a new token: POST /v1/tokens makes it."),
        ["origin_not_allowed"] = new(403, "Pages of this origin may not call", "Add the page's origin to Cors:Origins."),
        ["outside_token"] = new(403, "The token does not open this", "A token opens segments, scores, decisions and events of its own profile."),
        ["wrong_workspace"] = new(403, "The key is not one of this workspace", "Use a key of the workspace that the detail names, and no other path than its own."),
        ["wrong_key_scope"] = new(403, "The key does not allow this", "Use a key of the scope that the detail names."),
        ["unknown_write_key"] = new(404, "No source has this write key", "Use a write key that is configured for this grid."),
        ["unknown_profile"] = new(404, "The profile is not known", "Nothing was ever observed for this id."),
        ["unknown_account"] = new(404, "The account is not known", "An account is known from its first member or signal on."),
        ["not_a_member"] = new(404, "The person does not belong to the account", "GET /v1/accounts/{id}/members lists who does."),
        ["unknown_segment"] = new(404, "The segment is not known", "GET /v1/segments lists those of the catalog."),
        ["unknown_workspace"] = new(404, "The workspace is not known", "GET /v1/workspaces lists those that there are."),
        ["unknown_key"] = new(404, "The workspace has no such key", "GET /v1/workspaces/{name} lists those that it has."),
        ["not_quarantined"] = new(404, "Nothing is set aside at this position", "GET /v1/faults/quarantine lists what is set aside."),
        ["unknown_path"] = new(404, "There is nothing at this path", "See /docs or /openapi/v1.json for what there is."),
        ["method_not_allowed"] = new(405, "The path does not take this method", "Use one that the header Allow names."),
        ["profile_damaged"] = new(409, "What is stored of the profile can not be read", "Sending again does not help: mend or restore the store, as its log says, then send it anew. Other profiles are not touched."),
        ["workspace_exists"] = new(409, "There is a workspace of this name already", "Choose another name, or remove that one first."),
        ["workspace_refused"] = new(409, "This can not be done with this workspace", "See the detail."),
        ["identity_limit"] = new(409, "The person would have too many identities of a kind",
            "Unlink what does not belong to the person, or raise the limit of the kind in the catalog."),
        ["history_too_long"] = new(409, "A profile has too many signals to be joined or parted", "Leave it as it is, and send what the person does under one id."),
        ["identity_of_another"] = new(403, "The identities belong to two users", "Link them with an admin key, where they are one person."),
        ["identity_parted"] = new(403, "The identities were parted before", "Link them with an admin key, where they are one person."),
        ["account_of_account"] = new(403, "An account is made part of another one by who may manage", "Send it with an admin key."),
        ["not_linked"] = new(409, "The identity is not linked", "There is nothing to give back; GET /v1/profiles/{id}/identities lists what is linked."),
        ["not_indexed"] = new(409, "The catalog does not index this trait or score", "Write \"indexed\": true beside it in the catalog, or use one that the detail names."),
        ["not_of_now"] = new(409, "The index has what is now", "Search the grid as it is now."),
        ["no_accounts"] = new(409, "The catalog has no accounts", "Declare 'accounts' in the catalog."),
        ["too_many_accounts"] = new(409, "The person belongs to too many accounts", "Take the person out of another account first."),
        ["outdated_membership"] = new(409, "A signal with a later time says otherwise", "Ask again after the time of that signal."),
        ["stale_catalog"] = new(409, "The catalog's version does not come after the one in force", "Raise 'version' and send it again."),
        ["body_too_large"] = new(413, "The body is too large", "Send less per request."),
        ["event_too_large"] = new(413, "The event is too large", "Send at most 32 KB per event."),
        ["too_many_events"] = new(413, "The batch has too many events", "Split the batch."),
        ["unsupported_encoding"] = new(415, "The content encoding is not supported", "Send plain JSON, or compress it with gzip, deflate or br."),
        ["same_identity"] = new(422, "The identities are one and the same", "Name two different ones at least."),
        ["unusable_identity"] = new(422, "An identity can not be used", "Each fault stands in 'faults', with what to send."),
        ["faulty_catalog"] = new(422, "The catalog has faults and was not applied", "Each fault stands in 'faults'."),
        ["busy"] = new(429, "The grid is busy; nothing was taken", "Send the same request again after Retry-After; an id counts once."),
        ["too_many_requests"] = new(429, "Too many requests at once", "Send the same request again after Retry-After."),
        ["internal_error"] = new(500, "Something went wrong inside", "Try again; if it stays, look into the server's log."),
        ["opening"] = new(503, "The store is being opened", "Send the same request again after Retry-After."),
        ["workspace_unavailable"] = new(503, "The store of the workspace can not be used now", "See the detail; the other workspaces are not touched."),
        ["unavailable"] = new(503, "The grid can not take this now", Again),
        ["unreadable"] = new(503, "The store gives no answer to this", "Ask again after Retry-After; if it stays, the server's log names what is damaged. Other profiles can be read."),
        ["timed_out"] = new(503, "The grid did not answer in time", Again),
    };

    private static readonly ProblemKind Refused = new(400, "The signal was refused", "See the detail.");

    /// <summary>How a code is answered; codes that Core gives out are bad requests.</summary>
    internal static ProblemKind Of(string code) => Known.GetValueOrDefault(code, Refused);

    /// <summary>All codes of the gateway.</summary>
    internal static IReadOnlyDictionary<string, ProblemKind> All => Known;
}
