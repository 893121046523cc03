using PersonaGrain.Grid;
using PersonaGrain.Signals;
using PersonaGrain.Time;

namespace PersonaGrain.Cli.Catalogs.Cases;

/// <summary>One case: what happens, and what is then expected.</summary>
/// <param name="Name">What it shows.</param>
/// <param name="Signals">What happens, in the order written.</param>
/// <param name="Expectations">What is expected, in the order written.</param>
internal sealed record CaseDocument(string Name, IReadOnlyList<CaseSignal> Signals, IReadOnlyList<Expectation> Expectations);

/// <summary>A signal of a case.</summary>
/// <param name="Path">Where it stands in the file.</param>
/// <param name="Received">When it arrives.</param>
/// <param name="Observation">The signal and whose it is.</param>
internal sealed record CaseSignal(string Path, Instant Received, Observation Observation);

/// <summary>What is expected of a profile at an instant; null is not asked for.</summary>
/// <param name="Path">Where it stands in the file.</param>
/// <param name="At">When.</param>
/// <param name="Profile">Of whom.</param>
internal sealed record Expectation(string Path, Instant At, ProfileId Profile)
{
    /// <summary>Segments that it is in.</summary>
    public ExpectedNames? Segments { get; init; }

    /// <summary>The segment of the highest priority.</summary>
    public string? Segment { get; init; }

    /// <summary>Scores by name.</summary>
    public IReadOnlyDictionary<string, ExpectedScore> Scores { get; init; } = new Dictionary<string, ExpectedScore>();

    /// <summary>Traits by name; nothing for one that is not to be there.</summary>
    public IReadOnlyDictionary<string, AttributeValue> Traits { get; init; } = new Dictionary<string, AttributeValue>();

    /// <summary>What happened up to then, such as <c>entered keen</c> or <c>fired cart_abandoned</c>.</summary>
    public ExpectedNames? Events { get; init; }
}

/// <summary>Names that are expected: exactly these, or some that are there and some that are not.</summary>
/// <param name="Exactly">All names; null where only some are asked for.</param>
/// <param name="In">Names that are there.</param>
/// <param name="NotIn">Names that are not there.</param>
internal sealed record ExpectedNames(IReadOnlyList<string>? Exactly, IReadOnlyList<string> In, IReadOnlyList<string> NotIn);

/// <summary>A score that is expected, both ends included.</summary>
internal readonly record struct ExpectedScore(double Least, double Most, string Text);
