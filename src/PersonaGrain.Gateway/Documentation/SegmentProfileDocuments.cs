using PersonaGrain.Gateway.Documentation.Schemas;
using PersonaGrain.Gateway.Json;
using PersonaGrain.Gateway.Segments;
using PersonaGrain.Population.Index;

namespace PersonaGrain.Gateway.Documentation;

/// <summary>What the OpenAPI document says of what is special about a segment.</summary>
internal static class SegmentProfileDocuments
{
    internal static OperationDocument Profile { get; } = new(
        "What is special about a segment",
        "From the newest generation, which is counted over everybody now and then: of each characteristic of people (values of traits, measures and signal types that occurred, "
        + "triggers that fired, bands of scores, other segments) the index, which is the share in the segment ÷ the share in all × 100, with its 95 % interval, and the probability "
        + "p by chance and q, which is p corrected for all comparisons of the segment (Benjamini and Hochberg). Nothing is claimed of a segment of fewer than 30 members, of which only the size is told, "
        + "nor of what fewer than 30 people have; what fewer than 30 members have may be below, and their number is not told. "
        + "A segment of accounts is compared with all accounts, by what accounts have. count, entered, exited and flow are as of now.")
    {
        Parameters =
        [
            new("limit", "Entries of index, 1 to 200; default 50.") { Schema = Shape.Whole("1 to 200.") },
            new("kind", "Only entries of index of this kind.") { Schema = Shape.Choice("A kind.", [.. SegmentProfileJson.Kinds]) },
        ],
        AnswerSchema = "SegmentProfile",
        Answer = "The segment's profile.",
        Problems =
        [
            OperationDocuments.Refused,
            (404, "The catalog has no such segment, or it was not counted yet: no_generation, with Retry-After. Everybody is counted every ten minutes, unless that is configured otherwise."),
        ],
    };

    internal static OperationDocument Overlap { get; } = new(
        "How segments overlap, each with each",
        "From the newest generation, which is counted over everybody now and then, so counts are exact as of at: how many are in both of two segments, which part of the row's members that is, the Jaccard index, and "
        + "the lift, which is how many are in both ÷ how many would be if the two had nothing to do with one another, with its 95 % interval. Where fewer than 30 are in both, or a segment has fewer members, all of that is null. "
        + "In the cell of a segment with itself are all its members. A segment that is itself called overlap is read at /v1/segments.")
    {
        Parameters =
        [
            new("ids", $"The segments that are rows and columns, in this order, with commas between them: at most {OverlapMatrix.Most}. Default: the first {OverlapMatrix.Most} by priority; others names the rest."),
            new("of", "Segments of people or of accounts; default: what the first of ids has, else people where the catalog has segments of them.") { Schema = Shape.Choice("What their members are.", [.. SegmentOverlapEndpoint.Kinds]) },
        ],
        AnswerSchema = "SegmentOverlap",
        Answer = "The matrix.",
        Problems =
        [
            OperationDocuments.Refused,
            (404, "The catalog has no such segment, or none of the kind (unknown_segment), or one was not counted yet: no_generation, with Retry-After. Everybody is counted every ten minutes, unless that is configured otherwise."),
        ],
    };

    internal static OperationDocument Forecast { get; } = new(
        "What will become of a segment within 30 days",
        "From the newest generation, which is counted over everybody now and then: how often the segment is entered and left by time alone in each hour of UTC, or day of 24 of them, if nothing arrives. "
        + "That is exact as of at: every person is followed from one change to the next, and who leaves and comes back counts in both. Beside it stands what is to be expected if people arrive at the rate of the "
        + "last day, with the 95 % interval that chance alone gives the rate: who arrives is taken to stay, so it is a bound from above. count is as of now.")
    {
        Parameters =
        [
            new("by", "How long a step is: hour, of which there are 720, or day; default hour.") { Schema = Shape.Choice("A step.", [.. SegmentForecastJson.Steps]) },
        ],
        AnswerSchema = "SegmentForecast",
        Answer = "The segment's forecast.",
        Problems =
        [
            OperationDocuments.Refused,
            (404, "The catalog has no such segment, or it was not counted yet: no_generation, with Retry-After. Everybody is counted every ten minutes, unless that is configured otherwise."),
            (409, "Its members are accounts."),
        ],
    };
}
