namespace PersonaGrain.Grains.Population;

/// <summary>How far one shard of a census is. Said between silos: the numbers must not change.</summary>
public enum CensusProgress : byte
{
    /// <summary>There are more pages. Where the next one is the one that was asked for, it has not had its turn yet.</summary>
    Counted = 1,

    /// <summary>Everybody is counted.</summary>
    Finished = 2,

    /// <summary>Nothing is known of this census: the shard begins anew.</summary>
    Lost = 3,

    /// <summary>Another catalog, or another publication, is in force.</summary>
    Outdated = 4,

    /// <summary>The silo is of a version that gathers something else.</summary>
    Differs = 5,
}

/// <summary>What one shard of a census answers.</summary>
/// <param name="Code">A <see cref="CensusProgress"/>.</param>
/// <param name="Next">The page to ask for next.</param>
/// <param name="Length">Where all are counted: how many bytes were gathered.</param>
/// <param name="Bytes">The bytes, or as many of them as a message takes.</param>
[GenerateSerializer, Immutable, Alias("personagrain.census-answer")]
public sealed record CensusAnswer(
    [property: Id(0)] byte Code,
    [property: Id(1)] int Next = 0,
    [property: Id(2)] int Length = 0,
    [property: Id(3)] byte[]? Bytes = null)
{
    /// <summary>How far it is.</summary>
    public CensusProgress Progress => (CensusProgress)Code;

    /// <summary>An answer that has nothing to say beyond how far it is.</summary>
    internal static CensusAnswer Of(CensusProgress progress, int next = 0) => new((byte)progress, next);
}
