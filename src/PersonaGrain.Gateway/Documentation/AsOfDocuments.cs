namespace PersonaGrain.Gateway.Documentation;

/// <summary>What reads say of <c>at</c>, and why a profile is in a segment.</summary>
internal static class AsOfDocuments
{
    private const string Form = "ISO 8601 with its zone, or a date, which is its start in UTC; default now.";

    internal static readonly ParameterDocument At = new("at", "The instant to answer as of, past or to come: " + Form
        + " The past is what the signals that happened up to then make it, whenever they came, under the catalog in force now; the future is what will be if nothing arrives. Not with a token.");

    internal static readonly ParameterDocument Recorded = new("at", "The instant to answer as of, not after now: " + Form + " It is told as it was recorded up to then.");

    internal static readonly ParameterDocument OfSegments = new("at", "The instant to answer as of, past or to come: " + Form
        + " The past is told as it was recorded up to then; the future is what will be if nothing arrives.");

    internal static readonly (int, string) NotAsOf = (409, "What was or will be at that instant can not be told; the detail says why.");

    internal static OperationDocument Why { get; } = new(
        "Why a profile is in a segment, or is not",
        "The verdict, since when and by which cause, and the condition as a tree from the evaluation that gives the verdict: of each part whether it holds, what the profile has of what is asked, until when it stands if "
        + "nothing arrives, and of those that decide what it takes to enter, or to stay.")
    {
        AnswerSchema = "Why",
        Parameters = [At],
        Answer = "Why.",
        Problems = [OperationDocuments.Refused, (404, "Nothing was observed for this id up to then, or the catalog has no such segment."), NotAsOf],
    };
}
