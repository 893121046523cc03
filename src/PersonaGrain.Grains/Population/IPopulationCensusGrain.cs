namespace PersonaGrain.Grains.Population;

/// <summary>Counts the people of one shard for a census; the key is that of the shard, as for the re-evaluation.</summary>
/// <remarks>
/// A census of many people takes minutes, which is longer than a call may: so each call counts a page, and what was gathered stays in the grain until it is
/// read. Nothing goes on that nobody waits for: where the caller is lost, the census ends with its last page.
/// </remarks>
[Alias("personagrain.population-census")]
public interface IPopulationCensusGrain : IGrainWithIntegerKey
{
    /// <summary>Counts a page, unless that was done; page 0 begins the census.</summary>
    /// <remarks>Safe to repeat. It waits until the silo has time for it: each counts one page at a time, and rests in between.</remarks>
    [Alias("count"), ResponseTimeout("00:01:00")]
    Task<CensusAnswer> CountAsync(CensusOrder order, int page);

    /// <summary>Reads on in what was gathered, from an offset in bytes.</summary>
    [Alias("read")]
    Task<CensusAnswer> ReadAsync(Guid census, int offset);
}
