using PersonaGrain.Catalogs;

namespace PersonaGrain.Population.LookAlikes;

/// <summary>What a look-alike is learned from.</summary>
/// <param name="Score">The score.</param>
/// <param name="Seed">The segment.</param>
/// <param name="By">How the score compares.</param>
/// <param name="Features">A fingerprint of what is compared.</param>
/// <param name="Measures">How many measures there are.</param>
public sealed record SeedPeople(string Score, string Seed, SimilarityMethod By, ulong Features, int Measures)
{
    /// <summary>How many members the segment has.</summary>
    public required long Members { get; init; }

    /// <summary>How many others there are.</summary>
    public required long Others { get; init; }

    /// <summary>Members, by number; all of them or a fair sample.</summary>
    public required IReadOnlyCollection<PersonFeatures> SomeMembers { get; init; }

    /// <summary>Others likewise.</summary>
    public required IReadOnlyCollection<PersonFeatures> SomeOthers { get; init; }
}
