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

    /// <summary>Publishes if that is due; what was counted is added up now and then all the same.</summary>
    /// <returns>Whether all that was counted up to now was looked at, so that it need not be called again before more is.</returns>
    [Alias("tend"), AlwaysInterleave]
    Task<bool> TendAsync();

    /// <summary>Publishes if that is due, and completes when every process scores by the newest publication.</summary>
    /// <returns>False where one is due that has to wait, since not every profile is of the catalog in force, or a census is under way: ask again.</returns>
    [Alias("settle"), AlwaysInterleave]
    Task<bool> SettleAsync();
}
