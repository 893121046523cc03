using PersonaGrain.Gateway.Documentation.Schemas;
using PersonaGrain.Gateway.Listing;

namespace PersonaGrain.Gateway.Documentation;

/// <summary>The operations that list profiles and segments.</summary>
internal static class SearchDocuments
{
    private const string Csv = " CSV is RFC 4180 in UTF-8 with a header; a text that a spreadsheet would take for a formula (= + - @, these in full width, a tab, a line end) begins with an apostrophe; so does such an element of a list.";

    private const string Fields =
        "What to tell of each, with commas between: traits, computed ones too, score.NAME, segment, segments, since, firstSeen, lastSeen, signals, accuracy (the computed traits that are not exact); "
        + "trait.NAME is a trait that the catalog does not declare. Read from the profile now; null where it has none.";

    private static readonly (string, string)[] OrderOfStreams =
    [
        (OrderHeaders.Error, "Of a sorted list in lines or cells what 'error' is of a page."),
        (OrderHeaders.Complete, "Of a sorted list in lines or cells what 'complete' is of a page, as of its beginning: true or false."),
    ];

    private static readonly (int, string) NotIndexed = (409, "The catalog does not index the trait or score.");
    private static readonly string[] Forms = ["application/json", "application/x-ndjson", "text/csv"];

    private static readonly ParameterDocument Format = new("format", "json, ndjson (one object a line) or csv, both all, or as many as limit says; default by the header Accept, else json.")
    {
        Schema = Shape.Choice("By default as the header Accept says.", "json", "ndjson", "csv"),
    };

    private static readonly ParameterDocument Cursor = new("cursor", "'next' of the page before; absent for the first.");
    private static readonly ParameterDocument Sort = new("sort", "An indexed trait, or score.NAME; with - before it the greatest first.");
    private static readonly ParameterDocument Chosen = new("fields", Fields);

    internal static OperationDocument Search { get; } = new(
        "Search people, or accounts, by what the catalog indexes",
        "Sorted by one indexed trait or score, filtered by others and by a segment. A condition is one of the catalog's about a trait or a score. 'value' is what the index has, "
        + "'error' how far it may lie from the value now (0 where it is exact), and 'complete' is false while profiles still come to the catalog in force. A page may have fewer than were "
        + "asked for while others follow." + Csv)
    {
        BodySchema = "Search",
        AnswerSchema = "FoundProfiles",
        Body = ("application/json", """{"segment":"champions","sort":{"by":"spend_90d","order":"desc"},"where":[{"trait":"city","is":"London"},{"score":"loyalty","atLeast":50}],"fields":["email","score.loyalty"],"limit":20}"""),
        Parameters = [Format],
        Answers = Forms,
        Answer = "Those that were found, in order.",
        AnswerHeaders = OrderOfStreams,
        Problems = [OperationDocuments.Refused, (404, "There is no such segment of those that are looked for."), NotIndexed, OperationDocuments.TooLarge],
    };

    internal static OperationDocument List { get; } = new(
        "A profile as of now, or a list of profiles in order",
        "With id one profile, for ids that no path can hold ('.' and '..'). With sort a list, as POST /v1/profiles/search gives it: 'value' is what the index has, 'error' how far it may lie from "
        + "the value now." + Csv)
    {
        AnswerSchema = "ProfileOrList",
        Parameters =
        [
            new("id", "Any identity of one profile, exact."),
            AsOfDocuments.At with { Description = AsOfDocuments.At.Description + " Of one profile alone: the index has what is now." },
            Sort,
            new("identity", "How an identity begins, as email:ann@ (kind, colon, at least one character; a plain text is a user's id): whoever has one, in the order of the identities, which stand in 'value'. Not with sort and conditions."),
            new("trait", "An indexed trait to test by one or more of is, isNot, atLeast, above, atMost, below, startsWith, before and after."),
            new("score", "The same for an indexed score."),
            .. Searches.SearchQuery.Tests.Select(static test => new ParameterDocument(test, "Tests the trait or score, as in a catalog's condition.")),
            new("segment", "Only members of this segment."),
            new("without", "Nobody who is a member of this segment now, as of a look-alike those who are what it looks for. They are left out after a page was found: one as JSON may have fewer than limit, or none, and a 'next'."),
            new("accounts", "true for accounts in place of people; default false.") { Schema = Shape.Flag("Default false.") },
            Chosen,
            Cursor,
            new("limit", "Profiles of a page, 1 to 1,000, default 100; of ndjson and csv the most rows, any number, default all.") { Schema = Shape.Whole("From 1.") },
            Format,
        ],
        Answers = Forms,
        Answer = "The profile, or the list.",
        AnswerHeaders = OrderOfStreams,
        Problems = [OperationDocuments.Refused, OperationDocuments.NoProfile, OperationDocuments.NoSegment, NotIndexed],
    };

    internal static OperationDocument Members { get; } = new(
        "The members of a segment",
        "A page as JSON; with Accept: application/x-ndjson or text/csv all members from the cursor on, in constant memory. With sort those of a page are at most 1,000, and come with 'value', 'error' and "
        + "'complete' as in a search." + Csv)
    {
        AnswerSchema = "Members",
        Parameters =
        [
            Cursor,
            new("limit", "Members of a page, 1 to 10,000 (with sort 1,000), default 100; of ndjson and csv the most rows, any number, default all.") { Schema = Shape.Whole("From 1.") },
            Sort,
            Chosen,
            new("reasons", "true to say of each why it is a member, in one sentence: what was found, and in brackets what the catalog asks for; default false.") { Schema = Shape.Flag("Default false.") },
            Format,
            AsOfDocuments.OfSegments with { Description = AsOfDocuments.OfSegments.Description + " Of an instant to come a page may have fewer members than were asked for while there is a next one. Not with sort, fields and reasons, which tell what is now." },
        ],
        Answers = Forms,
        Answer = "The members.",
        AnswerHeaders = OrderOfStreams,
        Problems = [OperationDocuments.Refused, OperationDocuments.NoSegment, NotIndexed],
    };

    internal static OperationDocument Segments { get; } = new("All segments", "By priority, then name. As CSV without their flow." + Csv)
    {
        AnswerSchema = "Segments",
        Parameters = [new("format", "json or csv; default by the header Accept, else json.") { Schema = Shape.Choice("By default as the header Accept says.", "json", "csv") }, AsOfDocuments.OfSegments],
        Answers = ["application/json", "text/csv"],
        Answer = "The segments with their aggregates.",
        Problems = [OperationDocuments.Refused, AsOfDocuments.NotAsOf],
    };
}
