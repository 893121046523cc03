namespace PersonaGrain.Catalogs;

/// <summary>What a score compares people with.</summary>
/// <param name="Seed">The segment whose members they are compared with.</param>
/// <param name="By">How.</param>
/// <param name="Measures">The measures that are compared, by name; none for all that the segment does not ask about (see <see cref="SimilarityMeasures"/>).</param>
public sealed record SimilarityDocument(string Seed, SimilarityMethod By, IReadOnlyList<string> Measures);

/// <summary>How people are compared with the members of a segment.</summary>
public enum SimilarityMethod
{
    /// <summary>By a model that tells members from others.</summary>
    Model,

    /// <summary>By how far from the members' mean they are.</summary>
    Centre,
}
