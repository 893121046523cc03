using PersonaGrain.Gateway.Documentation.Schemas;

namespace PersonaGrain.Gateway.Documentation;

/// <summary>What the OpenAPI document says about each operation.</summary>
internal static class OperationDocuments
{
    internal static readonly (int, string) Refused = (400, "The body or a field of it can not be used; the problem names reason and field.");
    private static readonly (int, string) Damaged = (409, "What is stored of the profile can not be read; sending again does not help.");
    internal static readonly (int, string) TooLarge = (413, "The body, an event, or the number of events is too large.");
    private static readonly (int, string) Encoding = (415, "The content encoding is none of gzip, deflate and br.");
    private static readonly (int, string) Busy = (429, "Too much at once; nothing was taken. Send again after Retry-After.");
    internal static readonly (int, string) Unavailable = (503, "Signals can not be made durable now; on a cluster a part of them may have been taken. Send the same again, with the same ids, after Retry-After.");
    internal static readonly (int, string) NoProfile = (404, "Nothing was ever observed for this id.");
    internal static readonly (int, string) NoSegment = (404, "The catalog has no such segment.");
    private static readonly (int, string)[] Intake = [Refused, Damaged, TooLarge, Encoding, Busy, Unavailable];

    internal static OperationDocument Call(string call, string example) => new(
        $"Send one {call} call of the Segment tracking API",
        "The profile is that of userId, else of the kind of highest priority among anonymousId and context.externalIds; the others are joined with it as the catalog allows. The key stands in the header (Basic user or Bearer) or as writeKey in the body. An id (messageId) counts once.")
    {
        Tag = OperationTags.Sending,
        BodySchema = "Call",
        AnswerSchema = "Taken",
        Body = ("application/json", example),
        Answer = "The event is durable, or set aside (quarantined); notes name each field that was left out or taken otherwise than it was sent.",
        Problems = Intake,
    };

    internal static OperationDocument Join(string call, string description, string example) => new($"Say by {call} that identities are one person", description)
    {
        Tag = OperationTags.Sending,
        BodySchema = "Call",
        AnswerSchema = "Taken",
        Body = ("application/json", example),
        Answer = "They are one person now, or were before.",
        Problems = [.. Intake, (422, "The identities are one and the same.")],
    };

    internal static OperationDocument Import { get; } = new(
        "Import a batch of history",
        "As a batch, but nothing of it is news: 'timestamp' is taken as it stands whatever 'sentAt' says, everything is folded and then evaluated once as of now, and no trigger fires for a deadline before the request.")
    {
        Tag = OperationTags.Sending,
        BodySchema = "Batch",
        AnswerSchema = "BatchTaken",
        Body = ("application/json", """{"batch":[{"type":"track","userId":"ada","event":"Order Completed","messageId":"m1","timestamp":"2025-11-28T10:00:00Z"}]}"""),
        Answer = "What was taken: accepted, duplicates, rejected, quarantined where it is not 0; notes name each field that was left out, by index (null: of the batch).",
        Problems = Intake,
    };

    internal static OperationDocument Batch { get; } = new(
        "Send a batch of calls",
        "At most 500 KB, 2,500 events and 32 KB per event. The good events count; each bad one is named in 'rejected' by index and reason. 400 only where none is good. " +
        "Times are corrected by how far 'sentAt' is off, up to 24 h; beyond that the event keeps its own.")
    {
        Tag = OperationTags.Sending,
        BodySchema = "Batch",
        AnswerSchema = "BatchTaken",
        Body = ("application/json", """{"batch":[{"type":"track","userId":"ada","event":"Product Viewed","messageId":"m1"}]}"""),
        Answer = "What was taken: accepted, duplicates, rejected, quarantined where it is not 0; notes name each field that was left out, by index (null: of the batch).",
        Problems = Intake,
    };

    internal static OperationDocument Beacon { get; } = new(
        "Send a batch while a page closes",
        "As /v1/batch, for RudderStack's SDK with useBeacon: a beacon has no headers, so the write key stands in the query, as writeKey.")
    {
        Tag = OperationTags.Sending,
        AnswerSchema = "BatchTaken",
        Parameters = [new("writeKey", "The write key.")],
        Body = ("text/plain", """{"batch":[{"type":"page","anonymousId":"visitor-1","messageId":"m1"}]}"""),
        Answer = "What was taken: accepted, duplicates, rejected.",
        Problems = Intake,
    };

    internal static OperationDocument SdkSettings { get; } = new(
        "The settings of Segment's browser and mobile SDKs",
        "Point the SDK's CDN address here (cdnURL, cdnHost): it is then told to send here too, and nothing anywhere else. Answered while the store is being opened.")
    {
        Tag = OperationTags.Sending,
        AnswerSchema = "SdkSettings",
        Answer = "The settings.",
        Problems = [(404, "No source has this write key.")],
    };

    internal static OperationDocument SourceConfig { get; } = new(
        "The settings of RudderStack's browser and mobile SDKs",
        "Point the SDK's configUrl here. The write key is the Basic user, or stands in the query. Answered while the store is being opened.")
    {
        Tag = OperationTags.Sending,
        AnswerSchema = "SourceConfig",
        Parameters = [new("writeKey", "The write key, where the header has none.")],
        Answer = "The source, without destinations.",
        Problems = [(401, "There is no write key, or it is not known.")],
    };

    internal static OperationDocument SdkMetrics { get; } = new(
        "Take the metrics that Segment's browser SDK sends about itself",
        "They are none of a person: nothing is kept. The settings that are served here turn them off.")
    {
        Tag = OperationTags.Sending,
        AnswerSchema = "Taken",
        Answer = "Always.",
    };

    internal static OperationDocument Token { get; } = new(
        "Make a token that opens one profile",
        "For the server that knows who a page's visitor is. With the token the page reads this profile's segments, scores and decisions and watches its events, and nothing else, "
        + "until 'expires': as Authorization: Bearer, or as ?token= where a browser opens /v1/events. 'minutes' is 1 to 60, by default 15.")
    {
        BodySchema = "TokenRequest",
        AnswerSchema = "Token",
        Body = ("application/json", """{"profile":"ada","minutes":15}"""),
        Answer = "token, profile, expires.",
        Problems = [Refused],
    };

    internal static OperationDocument Signals { get; } = new(
        "Send native signals, one JSON object per line",
        "Read in constant memory and made durable chunk by chunk; a stream that ends with 429 or 503 may be sent again as a whole, since an id counts once.")
    {
        Tag = OperationTags.Sending,
        AnswerSchema = "SignalsTaken",
        Body = ("application/x-ndjson", """{"id":"s1","profile":"ada","type":"product_viewed","time":"2026-03-01T12:00:00Z","attributes":{"department":"running"}}"""),
        Answer = "What was taken: accepted, duplicates, rejectedTotal, quarantined where it is not 0, the first rejected lines, and the first notes by line.",
        Problems = Intake,
    };

    internal static OperationDocument Profile { get; } = new("A profile as of now", "Live segment, memberships, scores, traits, and the next instant at which a membership changes by itself. The id is any identity of the person, kind:value; "
        + "a plain one is a user's, and where nothing is known of such a user, an anonymous visitor's.")
    {
        AnswerSchema = "Profile",
        Answer = "The profile.",
        Parameters = [AsOfDocuments.At],
        Problems = [Refused, NoProfile, AsOfDocuments.NotAsOf],
    };

    /// <summary>An operation on the profile of a path, for any id: no path can hold <c>.</c> or <c>..</c>, which clients and servers take for steps.</summary>
    internal static OperationDocument ByQuery(OperationDocument operation) => operation with
    {
        Description = operation.Description + " The id stands in the query, for ids that no path can hold ('.' and '..').",
        Parameters = [new("id", "Any identity of the profile, exact."), .. operation.Parameters],
        Problems = [Refused, NoProfile, AsOfDocuments.NotAsOf],
    };

    internal static OperationDocument Scores { get; } = new("The scores of a profile", "With explain=true each score is taken apart: per measure its frequency, recency, correlation, weight and contribution.")
    {
        AnswerSchema = "Scores",
        Parameters = [new("explain", "true to take each score apart; default false.") { Schema = Shape.Flag("Default false.") }, AsOfDocuments.At],
        Answer = "The scores.",
        Problems = [Refused, NoProfile, AsOfDocuments.NotAsOf],
    };

    internal static OperationDocument Timeline { get; } = new("The newest signals of a profile", "Newest first by time, at most 100.")
    {
        AnswerSchema = "Timeline",
        Parameters = [new("limit", "1 to 100; default 100.") { Schema = Shape.Whole("1 to 100.") }, AsOfDocuments.At],
        Answer = "The signals.",
        Problems = [Refused, NoProfile, AsOfDocuments.NotAsOf],
    };

    internal static OperationDocument Decide { get; } = new("Rank contents for a profile", "Each content scores its base, the profile's interests it serves, its filters that hold and its weighted scores; every part is named. An unknown profile is ranked as an empty one. At most 1,000 contents, with 10,000 conditions and 50 regular expressions in all.")
    {
        BodySchema = "DecisionRequest",
        AnswerSchema = "Decision",
        Body = ("application/json", """{"contents":[{"id":"shoes","interests":["running"],"filters":[{"when":{"trait":"age","above":25}}]}],"threshold":1,"fallback":"shoes"}"""),
        Answer = "The contents, best first, and those left out with the reason.",
        Parameters = [AsOfDocuments.At],
        Problems = [Refused, (404, "Nothing was observed for this id up to 'at'."), TooLarge, AsOfDocuments.NotAsOf],
    };

    internal static OperationDocument Segment { get; } = new("One segment", "Its count, what was entered and exited, its mean score and its flow by the hour.")
    {
        AnswerSchema = "Segment",
        Parameters = [AsOfDocuments.OfSegments],
        Answer = "The segment.",
        Problems = [Refused, NoSegment, AsOfDocuments.NotAsOf],
    };

    internal static OperationDocument Events { get; } = new("Events as they happen", 
        "Server-sent events entered, exited, triggered, and retracted where a late signal takes a firing back; at least once, in order per profile. 'at' is when it was due, " +
        "'committed' when it was stored, 'cause' why: { kind, reference? }, kind one of signal, clock, catalog, population, merge, import, erasure, member (of an account), account (of a person), or null where an older version kept none. " +
        "An event gap tells that events are missing: older ones are not kept any more, or, with a token, lie too far back (10,000 events, unless configured otherwise). " +
        "With a token only the events of its profile come, over at most 8 streams of one profile at once.")
    {
        Parameters =
        [
            new("segment", "Only events of this segment; may be repeated.") { Schema = Shape.List("Segments.", Shape.Text("A segment.")) },
            new("after", "The position to read on after; default: from now on.") { Schema = Shape.Whole("The id of an event.") },
            new("format", "native, or audience for track calls of the Segment spec, which has none for what is retracted; default native.") { Schema = Shape.Choice("Default native.", "native", "audience") },
            new("token", "A page's token, where a browser can set no header."),
            new("Last-Event-ID", "The id of the last event that was read.", InHeader: true),
        ],
        Answers = ["text/event-stream"],
        Answer = "The stream.",
        Problems = [Refused, NoSegment, Busy],
    };

    internal static OperationDocument GetCatalog { get; } = new("The catalog in force", "In the form that PUT takes.")
    {
        Tag = OperationTags.Catalog,
        Answer = "The catalog.",
        AnswerSchema = "Catalog",
    };

    internal static OperationDocument PutCatalog { get; } = new("Apply a catalog", "Validated as a whole, applied atomically; profiles are re-evaluated in the background. Its version must come after the one in force.")
    {
        Tag = OperationTags.Catalog,
        BodySchema = "Catalog",
        AnswerSchema = "CatalogChange",
        Body = ("application/json", """{"name":"shop","version":2,"signals":{},"segments":{}}"""),
        Parameters =
        [
            new("dryRun", "true tells what would become of it, and changes nothing; default false."),
            new("message", "Why, for the history; at most 500 characters."),
        ],
        Answer = "Applied, unchanged, or what a dry run found.",
        Problems = [Refused, (409, "The version does not come after the one in force."), TooLarge, (422, "The catalog has faults; each has its path."), Unavailable],
    };

    internal static OperationDocument ValidateCatalog { get; } = new("Check a catalog", "Changes nothing. Every fault is named at once: path, value, message; and, of a valid one, each definition that uses what is gone or changed against the catalog in force (breaks).")
    {
        Tag = OperationTags.Catalog,
        BodySchema = "Catalog",
        AnswerSchema = "CatalogValidation",
        Body = ("application/json", """{"name":"shop","version":2}"""),
        Answer = "Whether it is valid, and its faults.",
        Problems = [Refused, TooLarge],
    };

    internal static OperationDocument Status { get; } = new(
        "How the grid is",
        "Counts, catalog, background work, triggers that did not fire since their signal came too late (missedTriggers), profiles that can not be "
        + "loaded (passedOver), by how much a clock is ahead of the store's, so that time goes by the store's (clockAheadSeconds), and what was "
        + "refused or noted by reason, and by signal type and field (faults); signal types that were taken though the catalog has none of the name (unknownTypes; "
        + "those that calls such as identify give by themselves are not among them).")
    {
        Tag = OperationTags.Operating,
        AnswerSchema = "Status",
        Answer = "The status.",
    };

    internal static OperationDocument Live { get; } = new("The process answers", "Needs no key and asks the grid nothing.") { Tag = OperationTags.Operating, Answer = "It does.", AnswerSchema = "Liveness" };

    internal static OperationDocument Ready { get; } = new("The grid takes signals", "Needs no key.")
    {
        Tag = OperationTags.Operating,
        AnswerSchema = "Readiness",
        Answer = "It does.",
        OtherAnswers = [(503, "It does not; the reason is given.", "Readiness")],
    };
}
