namespace PersonaGrain.Population.Index;

/// <summary>Something that is so of some people, and of others not.</summary>
/// <param name="Kind">What it is about.</param>
/// <param name="Name">The trait, measure, trigger, score or segment.</param>
/// <param name="Value">The value of the trait, the band of the score, <see cref="Ever"/> or <see cref="Lately"/> of what occurs; empty of a membership.</param>
public readonly record struct Characteristic(CharacteristicKind Kind, string Name, string Value)
{
    /// <summary>It occurred at some time.</summary>
    public const string Ever = "ever";

    /// <summary>It occurred less than 30 days ago.</summary>
    public const string Lately = "30d";

    /// <summary>Where a range of numbers begins; null where the value is no range.</summary>
    public double? From { get; init; }

    /// <summary>Where a range of numbers ends: the least number that is not in it, but of the last band of a score, which 100 is in.</summary>
    public double? To { get; init; }
}
