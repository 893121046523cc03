namespace PersonaGrain.Catalogs;

/// <summary>Which members of an account are taken: those that all that is said holds for; where nothing is said, all.</summary>
public sealed record MemberFilter
{
    /// <summary>A filter that takes all.</summary>
    public static readonly MemberFilter All = new();

    /// <summary>A segment of people that they are in; null for any.</summary>
    public string? Segment { get; init; }

    /// <summary>What they are to the account; null for anything.</summary>
    public string? Role { get; init; }

    /// <summary>They sent a signal within this time; null for whenever.</summary>
    public TimeSpan? ActiveWithin { get; init; }
}
