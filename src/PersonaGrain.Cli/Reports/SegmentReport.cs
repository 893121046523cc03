using System.Text.Json;

namespace PersonaGrain.Cli.Reports;

/// <summary>What is special about a segment, read from the answer of the HTTP API.</summary>
internal sealed record SegmentReport(
    string Id,
    string? Description,
    long Generation,
    DateTimeOffset At,
    long People,
    long Size,
    double Share,
    long Count,
    long Entered,
    long Exited,
    IReadOnlyList<FlowHour> Flow,
    IReadOnlyList<ReportedScore> Scores,
    IReadOnlyList<ReportedEntry> Demographics,
    IReadOnlyList<ReportedEntry> Index,
    int Tested,
    IReadOnlyList<ReportedOverlap> Overlaps)
{
    /// <summary>What its members are: <c>people</c> or <c>accounts</c>.</summary>
    public string Of { get; init; } = "people";

    /// <summary>The personality that dominates, as the catalog says; null for none.</summary>
    public string? Personality { get; init; }

    /// <summary>The principles of persuasion to use, the best one first.</summary>
    public IReadOnlyList<string> Persuasion { get; init; } = [];

    /// <summary>How the catalog says that members may best be spoken to, in one sentence; null where it does not say.</summary>
    public string? Approach => (Personality, Persuasion.Count) switch
    {
        (null, 0) => null,
        (null, _) => $"To persuade: {string.Join(", ", Persuasion)}.",
        (_, 0) => $"Dominant personality: {Personality}.",
        _ => $"Dominant personality: {Personality}; to persuade: {string.Join(", ", Persuasion)}.",
    };

    /// <summary>Reads an answer.</summary>
    internal static SegmentReport Read(JsonElement answer) => answer.Deserialize<SegmentReport>(JsonSerializerOptions.Web)!;
}

/// <summary>What happened to a segment within an hour.</summary>
internal sealed record FlowHour(DateTimeOffset Hour, long Entered, long Exited);

/// <summary>The mean of a score.</summary>
internal sealed record ReportedScore(string Name, double? Mean, double? Low, double? High, double MeanInAll);

/// <summary>Another segment.</summary>
internal sealed record ReportedOverlap(string Segment, long? Both, double? Share, double? ShareOfOther);

/// <summary>A characteristic.</summary>
internal sealed record ReportedEntry(
    string Kind, string Name, string? Value, long? N, double? Share, long NInAll, double ShareInAll, string Finding, double? Index, double? Low, double? High, double? Q)
{
    /// <summary>Whether it is no chance.</summary>
    public bool IsFound => Finding is "above" or "below";

    /// <summary>What it is, in a few words.</summary>
    public string Label => (Kind, Value) switch
    {
        ("segment", _) => $"also in {Name}",
        ("measure", "ever") => $"{Name} ever",
        ("trigger", "ever") => $"{Name} fired",
        (_, "30d") => $"{Name} within 30 days",
        ("score", _) => $"{Name} {Value}",
        _ => $"{Name}: {Value}",
    };
}
