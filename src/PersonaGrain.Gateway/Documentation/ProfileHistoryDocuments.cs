using PersonaGrain.Gateway.Documentation.Schemas;

namespace PersonaGrain.Gateway.Documentation;

/// <summary>What the reads of a profile's signals and of the sources of its traits say of themselves.</summary>
internal static class ProfileHistoryDocuments
{
    internal static OperationDocument Signals { get; } = new(
        "All signals of a profile, by page",
        "Newest first, back to the first one that was ever taken. Of a journal of up to 20,000 entries in the order of their times; of a longer one in the order in which they came: "
        + "'order' says which. Cursors of such a list end when identities are joined or parted (400). A page may have fewer than were asked for while there is a next one. What was taken back is left out.")
    {
        AnswerSchema = "SignalPage",
        Parameters =
        [
            new("cursor", "'next' of the page before, or 'cursor' of the source of a trait: then the page begins with that signal. Absent for the newest."),
            new("limit", "1 to 1,000; default 100.") { Schema = Shape.Whole("1 to 1,000.") },
            AsOfDocuments.At,
        ],
        Answer = "The signals.",
        Problems = [OperationDocuments.Refused, OperationDocuments.NoProfile, AsOfDocuments.NotAsOf],
    };

    internal static OperationDocument Traits { get; } = new(
        "The traits of a profile, with where they come from",
        "Of each trait the signal that gave it its value, and the identity that the signal came by; of a computed one what the catalog computes it of. It is found in the journal when it is asked for: of one of more than "
        + "20,000 entries the newest are looked at alone, and traits that were set before have no signal ('complete' is false then).")
    {
        AnswerSchema = "SourcedTraits",
        Parameters = [AsOfDocuments.At],
        Answer = "The traits, by name.",
        Problems = [OperationDocuments.Refused, OperationDocuments.NoProfile, AsOfDocuments.NotAsOf],
    };
}
