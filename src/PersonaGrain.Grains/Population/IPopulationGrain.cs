using Orleans.Concurrency;

namespace PersonaGrain.Grains.Population;

/// <summary>
/// Publishes what the population says, once in each <see cref="GrainEngineOptions.PopulationInterval"/> for the whole cluster; the key is
/// the workspace's number: 0 for main.
/// </summary>
[Alias("personagrain.population")]
public interface IPopulationGrain : IGrainWithIntegerKey
{
    /// <summary>Sees to it that it runs somewhere.</summary>
    [Alias("keep-alive"), AlwaysInterleave]
    Task KeepAliveAsync();

    /// <summary>Publishes if that is due.</summary>
    /// <param name="catalog">The catalog that the caller knows of; 0 for not told.</param>
    /// <param name="profiles">How many profiles the caller knows of; below 0 for not told.</param>
    /// <param name="signals">How many signals the caller knows of; below 0 for not told.</param>
    /// <param name="publication">The publication that the caller knows of; 0 for none, or not told.</param>
    /// <returns>Whether a census was taken that has all of these, so that it need not be called again before there is more, or an hour has passed.</returns>
    [Alias("tend"), AlwaysInterleave]
    Task<bool> TendAsync(int catalog = 0, long profiles = -1, long signals = -1, long publication = 0);

    /// <summary>Publishes if that is due, and completes when every process scores by the newest publication.</summary>
    /// <returns>False where one is due that has to wait, since not every profile is of the catalog in force, or a census is under way, of this workspace or of as many others as may be: ask again.</returns>
    [Alias("settle"), AlwaysInterleave]
    Task<bool> SettleAsync();
}
